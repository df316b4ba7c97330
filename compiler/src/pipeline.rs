//! The whole compiler as one function: the only file that imports every room.

use crate::base::diagnostic::{self, Diagnostic, Severity};
use crate::base::span::{FileId, SourceFile, Sources, Span};
use crate::host::Host;
use crate::interface;
pub use crate::interface::Interface;
use crate::macros::{Answer, Evaluator, Included, NotIncluded};
use crate::reader::form::Form;
use crate::{core, cut, documentation, expander, library, lint, middle, object, optimise, reader};
use std::time::{Duration, Instant};

/// What to do besides compiling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Stop after this stage and answer its print.
    pub emit: Option<Stage>,
    /// Stop when everything has been said of the source and its interface is known.
    pub check_only: bool,
    /// The module is one of the library: it gets a function for each builtin of its name.
    pub library: bool,
    /// Nobody asks the module about itself: it has no `module_info`.
    pub is_nameless: bool,
    /// Answer what the source says of itself.
    pub documentation: bool,
    /// Answer what the macro call at this place becomes.
    pub expand: Option<Span>,
}

/// A stage whose result can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Expand,
    Core,
    Mid,
    Cut,
    Clif,
    Asm,
    Obj,
}

/// Wall-clock time of each stage, in order; a stage comes once for each module.
#[derive(Clone, Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration)>);

/// A module that has been compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compiled {
    pub interface: Interface,
    /// None if the compiler was told only to check.
    pub object: Option<Vec<u8>>,
}

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The modules in the order of the file; those with errors are missing, and all are if a stage's
    /// print was asked for.
    pub modules: Vec<Compiled>,
    pub diagnostics: Vec<Diagnostic>,
    /// The print of the stage asked for.
    pub emitted: Option<String>,
    /// What the source says of itself, if that was asked for, errors or not.
    pub documentation: Vec<documentation::Module>,
    /// What the macro call asked for becomes: after one step, and when there are no macros left in it.
    pub expansion: Option<(String, String)>,
    pub timings: Timings,
}

impl Output {
    /// Adds what a stage prints of a module.
    fn emit(&mut self, text: String) {
        self.emitted.get_or_insert_default().push_str(&text);
    }
}

struct Clock {
    since: Instant,
    timings: Timings,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock {
            since: Instant::now(),
            timings: Timings::default(),
        }
    }
}

impl Clock {
    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.timings.0.push((stage, now - self.since));
        self.since = now;
    }
}

/// Compiles one file. A file with errors has diagnostics and no object. Macros run in the host.
pub fn compile(sources: &mut Sources, file: FileId, options: &Options, host: &dyn Host) -> Output {
    let mut clock = Clock::default();
    let mut output = Output::default();
    stages(sources, file, options, host, &mut clock, &mut output);
    finished(output, clock)
}

/// The same with forms that somebody else has read or made.
pub fn compile_forms(
    forms: Vec<Form>,
    sources: &mut Sources,
    file: FileId,
    options: &Options,
    host: &dyn Host,
) -> Output {
    let mut clock = Clock::default();
    let mut output = Output::default();
    from_forms(forms, sources, file, options, host, &mut clock, &mut output);
    finished(output, clock)
}

fn finished(mut output: Output, clock: Clock) -> Output {
    // What stands before the modules of a file is looked at once for each.
    output.diagnostics = diagnostic::in_order(output.diagnostics);
    output.timings = clock.timings;
    output
}

/// Runs the stages until one finds errors or was to be the last.
fn stages(
    sources: &mut Sources,
    file: FileId,
    options: &Options,
    host: &dyn Host,
    clock: &mut Clock,
    output: &mut Output,
) -> Option<()> {
    let (forms, diagnostics) = reader::read(file, &sources.get(file).text);
    output.diagnostics.extend(diagnostics);
    clock.lap("read");
    from_forms(forms, sources, file, options, host, clock, output)
}

/// The stages behind the reader.
fn from_forms(
    forms: Vec<Form>,
    sources: &mut Sources,
    file: FileId,
    options: &Options,
    host: &dyn Host,
    clock: &mut Clock,
    output: &mut Output,
) -> Option<()> {
    let incomplete = has_errors(output);
    let written = options.documentation.then(|| forms.clone());
    let expansion = expander::expand_file(forms, sources, &Definer { host }, options.expand);
    output.expansion = expansion.watched.as_ref().map(|(once, complete)| {
        let once = reader::print::pretty(once, 80);
        (once, reader::print::pretty_all(complete, 80))
    });
    let badly_expanded = expansion.diagnostics.iter().any(Diagnostic::is_error);
    output.diagnostics.extend(expansion.diagnostics);
    clock.lap("expand");
    if let Some(forms) = written {
        let mut include = |file: &Included, from: &str| host.include(file, from).ok();
        let modules = &expansion.modules;
        output.documentation = documentation::collect(&forms, modules, sources, &mut include);
        clock.lap("documentation");
    }
    if options.emit == Some(Stage::Expand) {
        let printed = expansion.modules.iter();
        let printed = printed.map(|forms| reader::print::pretty_all(forms, 80));
        output.emitted = Some(printed.collect());
        return None;
    }
    if badly_expanded {
        return None;
    }
    for forms in &expansion.modules {
        let first = output.diagnostics.len();
        let source = Source {
            sources,
            file,
            incomplete,
        };
        module(forms, &source, options, clock, output);
        expansion.calls.explain(&mut output.diagnostics[first..]);
    }
    Some(())
}

/// The file that a module comes from.
struct Source<'a> {
    sources: &'a Sources,
    file: FileId,
    /// Some form of it could not be read.
    incomplete: bool,
}

/// From a module's expanded forms to its object.
fn module(
    forms: &[Form],
    source: &Source,
    options: &Options,
    clock: &mut Clock,
    output: &mut Output,
) -> Option<()> {
    let incomplete = source.incomplete;

    // The library defines functions that are called by their module's name only, and says so itself.
    // Where a form could not be read, what it would have defined seems to be missing or unused.
    let shown = |found: &Diagnostic| match found.severity {
        Severity::Error => !incomplete || !matches!(found.code, "undefined-function" | "no-module"),
        Severity::Warning => !incomplete && !options.library && !is_spare(found, source.sources),
    };
    let found = match options.library {
        true => lint::lint_library(forms),
        false => lint::lint(forms),
    };
    output.diagnostics.extend(found.into_iter().filter(shown));
    clock.lap("lint");
    // What is wrong with another module of the file is known already; of this one too.
    if has_errors(output) {
        return None;
    }
    code(forms, source.sources, source.file, options, clock, output)
}

/// Is it about something in a header of Erlang that this module does not need?
fn is_spare(found: &Diagnostic, sources: &Sources) -> bool {
    let file = sources.files.get(found.span.file.0 as usize);
    matches!(found.code, "unused-record" | "unused-type")
        && file.is_some_and(|file| file.name.ends_with(".hrl"))
}

/// From expanded forms without errors to an object.
fn code(
    forms: &[Form],
    sources: &Sources,
    file: FileId,
    options: &Options,
    clock: &mut Clock,
    output: &mut Output,
) -> Option<()> {
    let shown = |found: &Diagnostic| found.is_error() || !options.library;
    let mut module = match core::build::build(forms) {
        Ok(module) => module,
        Err(diagnostics) => {
            output.diagnostics.extend(diagnostics);
            return None;
        }
    };
    output
        .diagnostics
        .extend(lint::lint_resolved(&module).into_iter().filter(shown));
    if !options.is_nameless {
        library::complete(&mut module, options.library);
    }
    clock.lap("core");
    if options.emit == Some(Stage::Core) {
        output.emit(core::print::print(&module));
        return None;
    }
    let callbacks = core::behaviour::callbacks(&module);
    let mut module = middle::lower(&module);
    verify(&module, "lowering", file, output)?;
    clock.lap("middle");
    optimise::optimise(&mut module);
    verify(&module, "optimising", file, output)?;
    clock.lap("optimise");
    if options.emit == Some(Stage::Mid) {
        output.emit(middle::print::print(&module));
        return None;
    }
    let interface = interface::of(&mut module, callbacks);
    if options.check_only {
        let object = None;
        output.modules.push(Compiled { interface, object });
        return None;
    }

    let module = cut::cut(module);
    clock.lap("cut");
    if options.emit == Some(Stage::Cut) {
        output.emit(cut::print::print(&module));
        return None;
    }

    let emit = match options.emit {
        Some(Stage::Clif) => object::Emit::Clif,
        Some(Stage::Asm) => object::Emit::Assembly,
        _ => object::Emit::Nothing,
    };
    match object::compile(&module, sources, emit) {
        Ok(object) => {
            clock.lap("code");
            if emit != object::Emit::Nothing {
                output.emit(object.text);
            }
            let object = Some(object.bytes);
            output.modules.push(Compiled { interface, object });
        }
        Err(error) => {
            let message = format!("internal error: {error}");
            let span = crate::base::span::Span::new(file, 0, 0);
            output
                .diagnostics
                .push(Diagnostic::error("internal", span, message));
        }
    }
    Some(())
}

/// Compiles a module of expanded forms, which nobody asks about itself. There is none if there are errors in what is said of it.
pub(crate) fn compile_expanded(
    forms: &[Form],
    sources: &Sources,
    file: FileId,
) -> (Option<Compiled>, Vec<Diagnostic>) {
    let mut output = Output {
        diagnostics: lint::lint(forms),
        ..Output::default()
    };
    if !has_errors(&output) {
        let mut clock = Clock::default();
        let options = Options {
            is_nameless: true,
            ..Options::default()
        };
        code(forms, sources, file, &options, &mut clock, &mut output);
    }
    (output.modules.pop(), output.diagnostics)
}

/// Compiles what macros are made of, and hands it to where they run.
pub(crate) struct Definer<'a> {
    pub(crate) host: &'a dyn Host,
}

impl Evaluator for Definer<'_> {
    fn define(&self, forms: &[Form], sources: &Sources) -> Result<(), Vec<Diagnostic>> {
        let span = forms
            .first()
            .map_or(Span::new(FileId(0), 0, 0), |form| form.span);
        let (compiled, mut diagnostics) = compile_expanded(forms, sources, span.file);
        let Some((interface, object)) = compiled.and_then(|one| Some((one.interface, one.object?)))
        else {
            diagnostics.retain(Diagnostic::is_error);
            return Err(diagnostics);
        };
        let loaded = self.host.load(&interface, &object);
        loaded.map_err(|error| vec![Diagnostic::error("macro-host", span, error)])
    }

    fn load_macros(&self, module: &str) -> Result<Option<Vec<SourceFile>>, String> {
        self.host.load_macros(module)
    }

    fn include(&self, file: &Included, from: &str) -> Result<SourceFile, NotIncluded> {
        self.host.include(file, from)
    }

    fn call(&self, request: &[u8], answer: &mut Answer) -> Result<Vec<u8>, String> {
        self.host.call(request, answer)
    }
}

/// A defect of the compiler is an error of the compilation, with the place where it was seen.
fn verify(
    module: &middle::ir::Module,
    stage: &str,
    file: FileId,
    output: &mut Output,
) -> Option<()> {
    let Err(error) = middle::verify::verify(module) else {
        return Some(());
    };
    let message = format!("internal error after {stage}: {error}");
    let span = crate::base::span::Span::new(file, 0, 0);
    output
        .diagnostics
        .push(Diagnostic::error("internal", span, message));
    None
}

fn has_errors(output: &Output) -> bool {
    output.diagnostics.iter().any(Diagnostic::is_error)
}

/// The object that every program needs: `main` and the stubs. The program starts at
/// `main_module:main/main_arity`, after the dynamic variables of the modules `initialised` have got
/// their initial values, in that order.
///
/// Errors are defects of this compiler or of Cranelift.
pub fn program_object(
    main_module: &str,
    main_arity: usize,
    initialised: &[String],
) -> Result<Vec<u8>, String> {
    object::program::program(main_module, main_arity, initialised)
}

/// The object of the stubs alone, for a runtime inside another program: all its code is loaded.
///
/// Errors are defects of this compiler or of Cranelift.
pub fn stubs_object() -> Result<Vec<u8>, String> {
    object::program::stubs()
}

/// What a stage prints for a module `m` of these functions, without those that every module has.
#[cfg(test)]
pub fn printed(stage: Stage, functions: &str) -> String {
    let mut sources = Sources::default();
    let text = format!("(defmodule m (export all))\n{functions}\n");
    let file = sources.add(crate::base::span::SourceFile::new("m.lfe", text));
    let options = Options {
        emit: Some(stage),
        ..Options::default()
    };
    let output = compile(&mut sources, file, &options, &crate::host::NoHost);
    let text = output.emitted.expect("a module without errors");
    // A blank line stands between functions, and in CLIF within them too.
    let between = if stage == Stage::Clif {
        "\n; m:"
    } else {
        "\n  ("
    };
    let parts = text.split(between);
    let own: Vec<&str> = parts
        .filter(|part| !part.contains("module_info") && !part.contains("__info__"))
        .collect();
    own.join(between)
}
