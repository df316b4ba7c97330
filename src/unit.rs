//! One source file of the user's: read, compiled or fetched from the cache.

use crate::cache::{self, Entry};
use crate::failure::Failure;
use crate::source::{self, Unreadable};
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::span::{FileId, SourceFile, Sources, Span};
use alate_compiler::documentation::Module;
use alate_compiler::host::Host;
use alate_compiler::pipeline::{self, Compiled, Interface, Options, Output};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A source file and what came of it.
pub struct Unit {
    pub path: PathBuf,
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// Why there is no text at all.
    pub unreadable: Option<Failure>,
    /// Its modules, in its order. There are none if there are errors.
    pub modules: Vec<Compiled>,
    /// A stage's text, where one was asked for.
    pub emitted: Option<String>,
    /// What it says of itself, where that was asked for.
    pub documentation: Vec<Module>,
    /// What the macro call asked for becomes, after one step and in the end.
    pub expansion: Option<(String, String)>,
    pub timings: Vec<(&'static str, Duration)>,
    pub cached: bool,
}

impl Unit {
    pub fn has_errors(&self) -> bool {
        self.unreadable.is_some() || self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// What others need to know of its modules.
    pub fn interfaces(&self) -> impl Iterator<Item = &Interface> {
        self.modules.iter().map(|module| &module.interface)
    }

    /// Their objects.
    pub fn objects(&self) -> impl Iterator<Item = &[u8]> {
        let objects = self.modules.iter();
        objects.filter_map(|module| module.object.as_deref())
    }

    /// Whether a module of this name is in it, and it compiled.
    pub fn has_module(&self, name: &str) -> bool {
        self.interfaces().any(|interface| interface.module == name)
    }

    /// Takes in what came of compiling, but for the modules, which count only without errors.
    fn take_in(&mut self, output: Output) -> Vec<Compiled> {
        self.timings.extend(output.timings.0);
        self.diagnostics = output.diagnostics;
        self.emitted = output.emitted;
        self.documentation = output.documentation;
        self.expansion = output.expansion;
        output.modules
    }

    fn empty(path: &Path) -> Unit {
        Unit {
            path: path.to_owned(),
            sources: Sources::default(),
            diagnostics: Vec::new(),
            unreadable: None,
            modules: Vec::new(),
            emitted: None,
            documentation: Vec::new(),
            expansion: None,
            timings: Vec::new(),
            cached: false,
        }
    }
}

/// Makes a unit of a file. `compiler` is the fingerprint for the cache, which a stage's print skips.
pub fn make(path: &Path, compiler: &str, options: &Options, host: &dyn Host) -> Unit {
    let start = Instant::now();
    let mut unit = Unit::empty(path);
    let (mut sources, file) = match source::read(path) {
        Ok(read) => read,
        Err(Unreadable::File(failure)) => {
            unit.unreadable = Some(failure);
            return unit;
        }
        Err(Unreadable::Text(problem)) => {
            (unit.sources, unit.diagnostics) = (problem.0, vec![problem.1]);
            return unit;
        }
    };
    let cacheable = options.emit.is_none();
    if cacheable && let Some(entry) = cache::load(compiler, path, &mut sources, file) {
        unit.sources = sources;
        unit.diagnostics = entry.diagnostics;
        unit.modules = entry.modules;
        unit.timings = vec![("cache", start.elapsed())];
        unit.cached = true;
        return unit;
    }
    unit.timings.push(("read file", start.elapsed()));
    let modules = unit.take_in(compile(&mut sources, file, options, host));
    if !unit.has_errors() {
        unit.modules = modules;
        if cacheable && !unit.modules.is_empty() && !options.check_only {
            let start = Instant::now();
            let entry = Entry {
                modules: unit.modules.clone(),
                diagnostics: unit.diagnostics.clone(),
            };
            cache::store(compiler, path, &sources, file, &entry);
            unit.timings.push(("store", start.elapsed()));
        }
    }
    unit.sources = sources;
    unit
}

/// Makes a unit of a text that is to become a file's.
pub fn of_text(path: &Path, text: String, options: &Options, host: &dyn Host) -> Unit {
    let mut unit = Unit::empty(path);
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(path.display().to_string(), text));
    let modules = unit.take_in(compile(&mut sources, file, options, host));
    if !unit.has_errors() {
        unit.modules = modules;
    }
    unit.sources = sources;
    unit
}

/// What the last panic said, and where. The compiler has threads of its own, so this is not per thread.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// What the last panic said.
pub fn last_panic() -> String {
    PANIC.lock().map(|panic| panic.clone()).unwrap_or_default()
}

/// Keeps a panic's text for the message instead of printing it.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut panic) = PANIC.lock() {
            *panic = info.to_string().replace('\n', " ");
        }
    }));
}

/// Runs the compiler; a defect in it is shown as an error in the file that brought it out.
fn compile(sources: &mut Sources, file: FileId, options: &Options, host: &dyn Host) -> Output {
    let copy = sources.clone();
    match catch_unwind(AssertUnwindSafe(|| {
        pipeline::compile(sources, file, options, host)
    })) {
        Ok(output) => output,
        Err(_) => {
            *sources = copy;
            let text = last_panic();
            let diagnostic = Diagnostic::error(
                "internal-error",
                Span::new(file, 0, 0),
                format!("the compiler itself failed on this file: {text}"),
            )
            .hint("this is a defect of Alate; please report it with the file");
            Output {
                diagnostics: vec![diagnostic],
                ..Output::default()
            }
        }
    }
}
