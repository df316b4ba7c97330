//! Compiles what processes ask for, and loads it: forms of a shell or of `eval`, files, modules.

use super::wire::{Answer, Question, encoded};
use crate::arguments::Color;
use crate::codec::{Reader, Writer};
use crate::documentation::{self, Documents, Place, Wanted};
use crate::failure::Failure;
use crate::library::Library;
use crate::macros::{Macros, exports_macros};
use crate::surroundings::{Surroundings, module_of};
use crate::unit::{self, Unit};
use alate_compiler::base::diagnostic::{Diagnostic, Severity};
use alate_compiler::base::render::{Style, render};
use alate_compiler::base::span::{FileId, SourceFile, Sources};
use alate_compiler::host::Host;
use alate_compiler::pipeline::{self, Compiled, Interface, Options, Output};
use alate_compiler::session::{Evaluated, Form, Session};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What modules of functions that the shell defines begin with.
const HOME: &str = "shell";

/// The module whose functions the shell calls by their plain names.
const COMMANDS: &str = "lfe_shell";

/// A session, and what it was before it took in a file, if it has.
#[derive(Default)]
struct Kept {
    session: Session,
    before: Option<Session>,
}

/// What answers the questions of a running program.
pub struct Evaluator {
    library: &'static Library,
    surroundings: &'static Surroundings<'static>,
    macros: &'static Macros<'static>,
    sessions: Mutex<BTreeMap<u64, Arc<Mutex<Kept>>>>,
    names: Mutex<Names>,
    /// Modules that are not the library's and have been loaded.
    loaded: Mutex<BTreeMap<String, Interface>>,
    /// The files of those that were loaded from one.
    files: Mutex<BTreeMap<String, PathBuf>>,
    /// What the terminal has given last.
    last: Mutex<(Sources, Vec<Form>)>,
}

/// Names of modules for expressions: one can be used again when its function has been entered.
#[derive(Default)]
struct Names {
    last: u64,
    free: Vec<String>,
    /// How many modules of functions of sessions there are.
    homes: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic has left half-way is a session without its last form.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Evaluator {
    pub fn new(
        library: &'static Library,
        surroundings: &'static Surroundings<'static>,
        macros: &'static Macros<'static>,
        modules: &[Compiled],
    ) -> Evaluator {
        for module in modules {
            let files = exports_macros(&module.interface).then(Vec::new);
            macros.has_changed(&module.interface.module, files);
        }
        Evaluator {
            loaded: Mutex::new(modules.iter().map(named).collect()),
            library,
            surroundings,
            macros,
            files: Mutex::default(),
            sessions: Mutex::default(),
            names: Mutex::default(),
            last: Mutex::default(),
        }
    }

    /// The answer to a question. Those that only the terminal can answer are refused.
    pub fn answer(&self, question: Question) -> Answer {
        match question {
            Question::Session(number) => {
                let mut kept = Kept {
                    session: self.session(&self.home()),
                    ..Kept::default()
                };
                kept.session.see_variables("alate_compiler", "variable");
                let kept = Arc::new(Mutex::new(kept));
                lock(&self.sessions).insert(number, kept);
                Answer::atom("ok")
            }
            Question::Evaluate(number, form, variables) => {
                let Some(kept) = self.kept(number) else {
                    return no_session();
                };
                let kept = &mut *lock(&kept);
                let (form, mut sources) = self.with_places(form);
                self.evaluate(&mut kept.session, vec![form], &variables, &mut sources)
            }
            Question::EvaluateAll(forms, variables) => {
                let home = self.name();
                let mut session = self.session(&home);
                let mut sources = nowhere();
                let answer = self.evaluate(&mut session, forms, &variables, &mut sources);
                if session.has_functions() {
                    // They can be called as long as the program runs.
                    return answer;
                }
                lock(&self.names).free.push(home);
                answer
            }
            Question::Release(name) => {
                lock(&self.names).free.push(name);
                Answer::atom("ok")
            }
            Question::Parse(name, text) => self.parse(&name, &text),
            Question::Compile(file) => compiled(self.load_file(&source_path(&file))),
            Question::CompileForms(forms) => self.compile_forms(forms),
            Question::Objects(file) => self.objects(&file),
            Question::ObjectsOfForms(forms) => {
                let mut sources = nowhere();
                let output = self.output_of(forms, &mut sources);
                objects("nofile", &output.modules, &output.diagnostics, &sources)
            }
            Question::LoadObject(bytes) => self.load_object(&bytes),
            Question::Expand(number, question) => {
                let kept = self.kept(number);
                let host = self.macros.within("");
                let question = encoded(&question);
                let expand =
                    |session: &mut Session| session.expand(&question, &mut nowhere(), &host);
                Answer::Encoded(match kept {
                    Some(kept) => expand(&mut lock(&kept).session),
                    None => expand(&mut self.session(HOME)),
                })
            }
            Question::Load(module) => match self.load_module(&module) {
                Ok(found) => Answer::tagged("ok", [Answer::Atom(found.to_string())]),
                Err(text) => Answer::tagged("error", [Answer::Text(text)]),
            },
            Question::Slurp(number, file) => self.slurp(number, &file),
            Question::Unslurp(number) => {
                if let Some(kept) = self.kept(number) {
                    let kept = &mut *lock(&kept);
                    if let Some(before) = kept.before.take() {
                        kept.session = before;
                    }
                }
                Answer::atom("ok")
            }
            Question::Documentation(module, function) => self.documentation(module, function),
            Question::Read(_) | Question::Interrupt => Answer::atom("none"),
        }
    }

    fn session(&self, home: &str) -> Session {
        let commands = self.library.interface(COMMANDS);
        let commands = commands
            .into_iter()
            .flat_map(|interface| &interface.exports);
        let commands = commands.filter(|(name, _)| !NO_COMMANDS.contains(&name.as_str()));
        let commands = commands.map(|(name, arity)| (COMMANDS, name.as_str(), *arity));
        let mut session = Session::new(home, commands);
        session.take_lists(&["l", "m"]);
        session
    }

    fn kept(&self, number: u64) -> Option<Arc<Mutex<Kept>>> {
        lock(&self.sessions).get(&number).cloned()
    }

    /// A module for the functions of a session: what lies in another is not known in it.
    fn home(&self) -> String {
        let mut names = lock(&self.names);
        names.homes += 1;
        format!("{HOME} {}", names.homes)
    }

    /// A name for a module of an expression.
    fn name(&self) -> String {
        let mut names = lock(&self.names);
        names.free.pop().unwrap_or_else(|| {
            names.last += 1;
            format!("expression {}", names.last)
        })
    }

    /// The form with its places, if it is what was read last.
    fn with_places(&self, form: Form) -> (Form, Sources) {
        let last = lock(&self.last);
        match last.1.iter().find(|known| known.same_datum(&form)) {
            Some(known) => (known.clone(), last.0.clone()),
            None => (form, nowhere()),
        }
    }

    /// Reads forms: `#(forms forms)`, `incomplete` or `#(error text)`.
    pub fn parse(&self, name: &str, text: &str) -> Answer {
        let (sources, forms, diagnostics) = Session::read(name, text);
        if let Some(first) = diagnostics.first() {
            return match is_incomplete(&diagnostics) {
                true => Answer::atom("incomplete"),
                false => {
                    let line = sources.line(first.span);
                    let text = format!("{line}: {}", first.message);
                    Answer::tagged("error", [Answer::Text(text)])
                }
            };
        }
        *lock(&self.last) = (sources, forms.clone());
        let forms = forms.into_iter().map(Answer::Form).collect();
        Answer::tagged("forms", [Answer::List(forms)])
    }

    fn evaluate(
        &self,
        session: &mut Session,
        forms: Vec<Form>,
        variables: &[String],
        sources: &mut Sources,
    ) -> Answer {
        let host = self.macros.within("");
        let name = self.name();
        let evaluated = session.evaluate(forms, variables, sources, &name, &host);
        let loaded = evaluated.map_err(|found| errors(&found, sources));
        let loaded = loaded.and_then(|evaluated| {
            let loaded = self.load_evaluated(&evaluated);
            loaded.map(|()| evaluated).map_err(|text| failure(&text))
        });
        let is_used = matches!(&loaded, Ok(evaluated) if evaluated.expression.is_some());
        if !is_used {
            lock(&self.names).free.push(name);
        }
        match loaded {
            Err(answer) => answer,
            Ok(evaluated) => {
                let expression = match evaluated.expression {
                    None => Answer::atom("none"),
                    Some((compiled, variables)) => Answer::Tuple(vec![
                        Answer::Atom(compiled.interface.module),
                        Answer::atoms(variables),
                    ]),
                };
                Answer::tagged("ok", [Answer::atoms(evaluated.defined), expression])
            }
        }
    }

    fn load_evaluated(&self, evaluated: &Evaluated) -> Result<(), String> {
        let expression = evaluated.expression.iter().map(|(compiled, _)| compiled);
        let mut all = evaluated.functions.iter().chain(expression);
        all.try_for_each(|compiled| self.load(compiled))
    }

    /// Loads a module that has been compiled, after those of the folders searched that it calls.
    fn load(&self, compiled: &Compiled) -> Result<(), String> {
        let Some(object) = &compiled.object else {
            return Ok(());
        };
        for (module, _, _) in &compiled.interface.calls {
            // One with errors is as one that is not there, until it is asked for.
            if self.library.interface(module).is_none() && !self.is_loaded(module) {
                let _ = self.load_module(module);
            }
        }
        let host = self.macros.within("");
        Host::load(&host, &compiled.interface, object)
    }

    fn is_loaded(&self, module: &str) -> bool {
        lock(&self.loaded).contains_key(module)
    }

    /// Loads a module by name; false: there is none. The error is what is wrong with it.
    fn load_module(&self, module: &str) -> Result<bool, String> {
        if self.is_loaded(module) {
            return Ok(true);
        }
        if let Some(path) = self.surroundings.find(module) {
            return self.load_file(&path).map(|_| true);
        }
        match self.library.interface(module) {
            Some(_) => self.macros.load_of_library(module).map(|()| true),
            None => Ok(false),
        }
    }

    fn unit(&self, path: &Path) -> Unit {
        let host = self.macros.within(&module_of(path));
        let options = Options::default();
        let unit = unit::make(path, &self.library.compiler, &options, &host);
        let names = unit.interfaces().map(|interface| interface.module.clone());
        lock(&self.files).extend(names.map(|name| (name, path.to_owned())));
        unit
    }

    /// Compiles a file: its modules, `#(ok modules text)`, or what is wrong.
    fn objects(&self, file: &str) -> Answer {
        let path = source_path(file);
        let unit = self.unit(&path);
        let name = path.display().to_string();
        match &unit.unreadable {
            Some(_) => {
                let name = Answer::Text(name);
                Answer::tagged("missing", [name, Answer::atom("enoent")])
            }
            None => objects(&name, &unit.modules, &unit.diagnostics, &unit.sources),
        }
    }

    fn load_object(&self, bytes: &[u8]) -> Answer {
        let mut reader = Reader::new(bytes.strip_prefix(OBJECT_MAGIC).unwrap_or_default());
        let module = reader.interface().and_then(|interface| {
            let object = Some(reader.data()?.to_owned());
            Some(Compiled { interface, object })
        });
        let Some(module) = module else {
            return Answer::tagged("error", [Answer::atom("badfile")]);
        };
        match self.load_modules(vec![module], Vec::new()) {
            Ok(_) => Answer::atom("ok"),
            Err(_) => Answer::tagged("error", [Answer::atom("badfile")]),
        }
    }

    /// Compiles a file and loads its modules: their names, and warnings.
    fn load_file(&self, path: &Path) -> Result<(Vec<String>, String), String> {
        let unit = self.unit(path);
        let text = messages(&unit);
        if unit.has_errors() {
            return Err(text);
        }
        self.load_modules(unit.modules, unit.sources.files)
            .map(|names| (names, text))
    }

    fn load_modules(
        &self,
        modules: Vec<Compiled>,
        files: Vec<SourceFile>,
    ) -> Result<Vec<String>, String> {
        // They may need each other.
        let names = modules.iter().map(|one| one.interface.module.clone());
        let names: Vec<String> = names.collect();
        lock(&self.loaded).extend(modules.iter().map(named));
        for module in &modules {
            self.load(module)?;
            let exports = exports_macros(&module.interface);
            let files = exports.then(|| files.clone());
            self.macros.has_changed(&module.interface.module, files);
        }
        Ok(names)
    }

    /// `#(ok text)`; `#(error text)` says why there is none.
    fn documentation(&self, module: String, name: Option<(String, Option<usize>)>) -> Answer {
        let wanted = match name {
            None => Wanted::parse(&module),
            name => Wanted {
                module: Place::Module(module),
                name,
            },
        };
        let file = match &wanted.module {
            Place::Module(name) => lock(&self.files).get(name).cloned(),
            Place::File(_) => None,
        };
        let documents = Documents {
            library: self.library,
            surroundings: self.surroundings,
            macros: self.macros,
        };
        let style = documentation::style(Color::Auto);
        let described = match file {
            Some(path) => documents.of_file(&path).and_then(|mut modules| {
                modules.retain(
                    |one| matches!(&wanted.module, Place::Module(name) if *name == one.name),
                );
                documentation::describe(&modules, &wanted, style)
            }),
            None => documents.describe(&wanted, style),
        };
        match described {
            Ok(text) => Answer::tagged("ok", [Answer::Text(text)]),
            Err(failure) => {
                let lines = std::iter::once(&failure.message).chain(&failure.advice);
                let lines = lines.map(|line| format!("{line}\n"));
                Answer::tagged("error", [Answer::Text(lines.collect())])
            }
        }
    }

    fn compile_forms(&self, forms: Vec<Form>) -> Answer {
        let mut sources = nowhere();
        let output = self.output_of(forms, &mut sources);
        let text = render(&output.diagnostics, &sources, Style::default());
        if output.diagnostics.iter().any(Diagnostic::is_error) {
            return compiled(Err(text));
        }
        let names = self.load_modules(output.modules, Vec::new());
        compiled(names.map(|names| (names, text)))
    }

    fn output_of(&self, forms: Vec<Form>, sources: &mut Sources) -> Output {
        let host = self.macros.within("");
        let options = Options::default();
        pipeline::compile_forms(forms, sources, FileId::default(), &options, &host)
    }

    fn slurp(&self, number: u64, file: &str) -> Answer {
        let Some(kept) = self.kept(number) else {
            return no_session();
        };
        let path = Path::new(file);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let failure = Failure::file("read", path, &error);
                return Answer::tagged("error", [Answer::Text(format!("{failure}\n"))]);
            }
        };
        let (mut sources, forms, diagnostics) = Session::read(file, &text);
        if !diagnostics.is_empty() {
            let text = render(&diagnostics, &sources, Style::default());
            return Answer::tagged("error", [Answer::Text(text)]);
        }
        let kept = &mut *lock(&kept);
        let before = kept.before.take().unwrap_or_else(|| kept.session.clone());
        let mut session = before.clone();
        session.move_to(&self.home());
        kept.before = Some(before);
        let host = self.macros.within(&module_of(path));
        let slurped = session.slurp(forms, &mut sources, &host);
        let slurped = slurped.map_err(|found| render(&found, &sources, Style::default()));
        let slurped = slurped.and_then(|evaluated| self.load_evaluated(&evaluated));
        match slurped {
            Ok(()) => {
                kept.session = session;
                let module = Answer::Atom(module_of(path));
                Answer::tagged("ok", [module])
            }
            Err(text) => Answer::tagged("error", [Answer::Text(text)]),
        }
    }

    /// Names that can be typed: of modules, and of what they export as `module:function`.
    pub fn completions(&self, prefix: &str) -> Vec<String> {
        let Some((module, function)) = prefix.split_once(':') else {
            let commands = self.library.interface(COMMANDS);
            let commands = commands.into_iter().flat_map(Interface::names);
            let modules = self.library.names().map(|name| format!("{name}:"));
            let loaded = lock(&self.loaded);
            let loaded = loaded.keys().map(|name| format!("{name}:"));
            let all = commands.map(str::to_owned).chain(modules).chain(loaded);
            let mut all: Vec<String> = all.filter(|name| name.starts_with(prefix)).collect();
            all.sort();
            all.dedup();
            return all;
        };
        let loaded = lock(&self.loaded);
        let interface = loaded.get(module);
        let interface = interface.or_else(|| self.library.interface(module));
        let builtins = alate_abi::builtins::BUILTINS.iter();
        let builtins = builtins.filter(|row| row.module == module);
        let exports = interface.into_iter().flat_map(Interface::names);
        let names = exports.chain(builtins.map(|row| row.name));
        let names = names.filter(|name| name.starts_with(function));
        let mut names: Vec<String> = names.map(|name| format!("{module}:{name}")).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn named(module: &Compiled) -> (String, Interface) {
    (module.interface.module.clone(), module.interface.clone())
}

/// Functions of the shell's module that are none of its commands.
const NO_COMMANDS: &[&str] = &["module_info", "__info__", "start"];

/// The answer where the compiler has panicked.
pub fn failed_itself() -> Answer {
    let said = unit::last_panic();
    failure(&format!(
        "the compiler itself failed: {said}; please report it"
    ))
}

fn no_session() -> Answer {
    failure("there is no such session")
}

/// The file of a source, whose name may lack its ending.
fn source_path(file: &str) -> PathBuf {
    let path = PathBuf::from(file);
    match path.extension() {
        Some(_) => path,
        None => path.with_extension("lfe"),
    }
}

/// What a module begins with that is handed to the program.
const OBJECT_MAGIC: &[u8] = b"ALATEMO1";

/// `#(ok ((name object warnings) …) text)` or `#(error errors warnings text)`.
fn objects(
    file: &str,
    modules: &[Compiled],
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> Answer {
    let text = Answer::Text(render(diagnostics, sources, Style::default()));
    let all = |severity: Severity| {
        let found = diagnostics
            .iter()
            .filter(|found| found.severity == severity);
        let found: Vec<Answer> = found
            .map(|found| {
                let line = Answer::Integer(i64::from(sources.line(found.span)));
                let message = Answer::Text(found.message.clone());
                Answer::Tuple(vec![line, Answer::atom("lfe_comp"), message])
            })
            .collect();
        match found.is_empty() {
            true => Answer::List(Vec::new()),
            false => {
                let name = Answer::Text(file.to_owned());
                Answer::List(vec![Answer::Tuple(vec![name, Answer::List(found)])])
            }
        }
    };
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Answer::tagged(
            "error",
            [all(Severity::Error), all(Severity::Warning), text],
        );
    }
    let modules = modules.iter().map(|module| {
        let mut writer = Writer::default();
        writer.bytes.extend_from_slice(OBJECT_MAGIC);
        writer.interface(&module.interface);
        writer.data(module.object.as_deref().unwrap_or_default());
        let name = Answer::Atom(module.interface.module.clone());
        let object = Answer::Binary(writer.bytes);
        Answer::Tuple(vec![name, object, all(Severity::Warning)])
    });
    Answer::tagged("ok", [Answer::List(modules.collect()), text])
}

/// A source for forms that come from none.
fn nowhere() -> Sources {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("nofile", ""));
    sources
}

/// Whether all that is wrong with a text is that it ends too early.
pub fn is_incomplete(diagnostics: &[Diagnostic]) -> bool {
    let ends_early = |found: &Diagnostic| {
        matches!(
            found.code,
            "missing-token" | "unclosed-quote" | "block-comment" | "triple-quoted"
        )
    };
    !diagnostics.is_empty() && diagnostics.iter().all(ends_early)
}

/// `#(error ((code message text) …))`.
fn errors(diagnostics: &[Diagnostic], sources: &Sources) -> Answer {
    let errors = diagnostics.iter().map(|found| {
        let one = std::slice::from_ref(found);
        let text = render(one, sources, Style::default());
        Answer::Tuple(vec![
            Answer::atom(found.code),
            Answer::Text(found.message.clone()),
            Answer::Text(text),
        ])
    });
    Answer::tagged("error", [Answer::List(errors.collect())])
}

fn failure(text: &str) -> Answer {
    let text = || Answer::Text(text.to_owned());
    let error = Answer::Tuple(vec![Answer::atom("failure"), text(), text()]);
    Answer::tagged("error", [Answer::List(vec![error])])
}

/// `#(ok modules text)` or `#(error text)`.
fn compiled(result: Result<(Vec<String>, String), String>) -> Answer {
    match result {
        Ok((names, text)) => Answer::tagged("ok", [Answer::atoms(names), Answer::Text(text)]),
        Err(text) => Answer::tagged("error", [Answer::Text(text)]),
    }
}

/// All that was said of a file.
fn messages(unit: &Unit) -> String {
    let text = render(&unit.diagnostics, &unit.sources, Style::default());
    match &unit.unreadable {
        Some(failure) => format!("{failure}\n{text}"),
        None => text,
    }
}
