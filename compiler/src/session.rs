//! Evaluating forms one after the other, as a shell does: each becomes a module, for there is no
//! interpreter.
//!
//! ```text
//!  (defun f …)      a module `shell` with this function alone: it takes the place of an earlier `f`
//!  (* x 2)          a module whose function `expression/0` answers a function of the values of the
//!                   variables that occur: its result is #(value bindings)
//! ```

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{FileId, SourceFile, Sources, Span};
use crate::base::symbol::Symbol;
use crate::expander::{Interactive, Item, defined_function};
use crate::host::Host;
use crate::pipeline::{self, Compiled};
use crate::reader;
pub use crate::reader::form::{Form, Kind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The name of the function that answers the function.
pub const EXPRESSION: &str = "expression";

/// What is known between the forms.
#[derive(Clone, Default)]
pub struct Session {
    interactive: Interactive,
    /// Records and structs: each module gets them all.
    shared: Vec<Form>,
    /// The function that answers what a variable is bound to when a function that names it is called.
    variables: Option<(Symbol, Symbol)>,
}

/// What a form is to be evaluated to.
#[derive(Default)]
pub struct Evaluated {
    /// The names of what it has defined.
    pub defined: Vec<String>,
    /// The functions among that, to be loaded.
    pub functions: Option<Compiled>,
    /// The module of an expression, to be loaded, and the variables whose values its function takes.
    pub expression: Option<(Compiled, Vec<String>)>,
}

impl Session {
    /// A session whose functions live in a module of this name. Each of `commands`, module, function and
    /// arity, can be called by its plain name.
    pub fn new<'a>(
        module: &str,
        commands: impl IntoIterator<Item = (&'a str, &'a str, usize)>,
    ) -> Session {
        let mut session = Session::default();
        let outside = &mut session.interactive.outside;
        outside.module = Arc::from(module);
        let commands = commands.into_iter();
        outside
            .commands
            .extend(commands.map(|(module, function, arity)| {
                ((Symbol::new(function), arity), Symbol::new(module))
            }));
        session
    }

    /// Expands a form for whoever runs: question and answer are those of a macro that runs, in bytes.
    pub fn expand(&mut self, question: &[u8], sources: &mut Sources, host: &dyn Host) -> Vec<u8> {
        let definer = pipeline::Definer { host };
        self.interactive.question(question, sources, &definer)
    }

    /// Functions see variables that have values when they are defined: module and name of the function
    /// that answers the value of one, by its name, whenever they are called.
    pub fn see_variables(&mut self, module: &str, function: &str) {
        self.variables = Some((Symbol::new(module), Symbol::new(function)));
    }

    /// Functions that are defined from now on live in another module.
    pub fn move_to(&mut self, module: &str) {
        self.interactive.outside.module = Arc::from(module);
    }

    /// Whether functions have been defined.
    pub fn has_functions(&self) -> bool {
        !self.interactive.outside.defined.is_empty()
    }

    /// Has commands of these names take any number of arguments: their functions take a list.
    pub fn take_lists(&mut self, names: &[&str]) {
        let names = names.iter().map(|name| Symbol::new(name));
        self.interactive.outside.list_commands.extend(names);
    }

    /// Reads forms from a text, which is given a name. Errors are those of the reader.
    pub fn read(name: &str, text: &str) -> (Sources, Vec<Form>, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new(name, text));
        let (forms, diagnostics) = reader::read(file, text);
        (sources, forms, diagnostics)
    }

    /// Takes in what a file's forms define. Of its module the imports count.
    pub fn slurp(
        &mut self,
        forms: Vec<Form>,
        sources: &mut Sources,
        host: &dyn Host,
    ) -> Result<Evaluated, Vec<Diagnostic>> {
        let (modules, others): (Vec<Form>, Vec<Form>) = forms
            .into_iter()
            .partition(|form| matches!(form.head(), Some("defmodule" | "define-module")));
        let mut all: Vec<Form> = modules.iter().flat_map(imported).collect();
        all.extend(others);
        self.evaluate(all, &[], sources, "slurped", host)
    }

    /// Compiles forms of the sources; the value of the last expression counts. The variables are those
    /// that have values; a module for expressions gets the name given. Errors: what is wrong with a
    /// form; functions and records are not defined then.
    pub fn evaluate(
        &mut self,
        forms: Vec<Form>,
        variables: &[String],
        sources: &mut Sources,
        module: &str,
        host: &dyn Host,
    ) -> Result<Evaluated, Vec<Diagnostic>> {
        let definer = pipeline::Definer { host };
        let mut sorted = Sorted::default();
        for form in forms {
            for item in self.interactive.expand(form, sources, &definer)? {
                sorted.add(item)?;
            }
        }
        let Sorted {
            mut defined,
            functions,
            shared: new,
            body,
            last,
        } = sorted;
        let is_new = |known: &Form| new.iter().any(|new| name_of(new) == name_of(known));
        let mut shared = self.shared.clone();
        shared.retain(|known| !is_new(known));
        shared.extend(new);
        let mut evaluated = Evaluated::default();
        if !functions.is_empty() {
            let names: Vec<_> = functions.iter().filter_map(defined_function).collect();
            let home = self.interactive.outside.module.clone();
            let functions = functions.into_iter();
            let functions = functions
                .map(|form| self.with_variables(form, variables))
                .collect();
            evaluated.functions = Some(compile(&home, &names, &shared, functions, sources)?);
            defined.extend(names.iter().map(|(name, _)| name.to_string()));
            let names = names.into_iter().map(|name| (name, home.clone()));
            self.interactive.outside.defined.extend(names);
        }
        if let Some(last) = last {
            let body: Vec<Form> = body.into_iter().chain([last.with_bindings()]).collect();
            let used = used_variables(&body, variables);
            let function = expression_function(body, &used);
            let names = [(Symbol::new(EXPRESSION), 0)];
            let compiled = compile(module, &names, &shared, vec![function], sources)?;
            evaluated.expression = Some((compiled, used));
        }
        shared
            .iter_mut()
            .for_each(|form| form.move_to(Span::default()));
        self.shared = shared;
        evaluated.defined = defined;
        Ok(evaluated)
    }
}

impl Session {
    /// A function that looks up those variables that occur in it, and then is what it was.
    fn with_variables(&self, form: Form, variables: &[String]) -> Form {
        let used = used_variables(std::slice::from_ref(&form), variables);
        let (Some((module, lookup)), Some((_, arity)), false) =
            (&self.variables, defined_function(&form), used.is_empty())
        else {
            return form;
        };
        let Form {
            span,
            kind: Kind::List(mut parts),
        } = form
        else {
            return form;
        };
        let Some(function) = parts.pop() else {
            return Form::list(span, parts);
        };
        let binding = |name: &String| {
            let target = [module.as_str(), lookup.as_str(), name];
            let value = call(span, "call", target.map(|name| quoted(span, name)));
            Form::list(span, vec![Form::symbol(span, name), value])
        };
        let bindings = Form::list(span, used.iter().map(binding).collect());
        let arguments = (0..arity).map(|index| Form::symbol(span, &format!("argument {index}")));
        let arguments: Vec<Form> = arguments.collect();
        let inner = call(
            span,
            "funcall",
            [function].into_iter().chain(arguments.clone()),
        );
        let body = call(span, "let", [bindings, inner]);
        parts.push(call(span, "lambda", [Form::list(span, arguments), body]));
        Form::list(span, parts)
    }
}

/// What forms have become, by what is to be done with it.
#[derive(Default)]
struct Sorted {
    defined: Vec<String>,
    functions: Vec<Form>,
    shared: Vec<Form>,
    /// Expressions, and the last one.
    body: Vec<Form>,
    last: Option<Value>,
}

impl Sorted {
    fn add(&mut self, item: Item) -> Result<(), Vec<Diagnostic>> {
        let value = match item {
            Item::Macro(name) => {
                self.defined.push(name.to_string());
                return Ok(());
            }
            Item::Definition(form) => return self.add_definition(form),
            Item::Expression(form) => Value::Of(form),
            Item::Set(parts, names) => Value::Set(parts, names),
        };
        self.body.extend(self.last.replace(value).map(Value::plain));
        Ok(())
    }

    fn add_definition(&mut self, form: Form) -> Result<(), Vec<Diagnostic>> {
        match form.head() {
            Some("define-function") => {
                let new = defined_function(&form);
                self.functions
                    .retain(|known| defined_function(known) != new);
                self.functions.push(form);
            }
            Some("define-record" | "define-struct") => {
                self.defined.extend(name_of(&form));
                self.shared.push(form);
            }
            Some("define-type" | "define-opaque-type" | "define-function-spec") => {}
            _ => {
                let message = "this form defines something that only a file can hold";
                return Err(vec![Diagnostic::error("bad-form", form.span, message)]);
            }
        }
        Ok(())
    }
}

/// Functions that call what a module imports, under the names that it has there.
fn imported(module: &Form) -> Vec<Form> {
    let clauses = module.as_list().unwrap_or_default().iter();
    let imports = clauses.filter(|clause| clause.head() == Some("import"));
    let imports = imports.flat_map(|clause| clause.as_list().unwrap_or_default());
    let mut functions = Vec::new();
    for import in imports {
        let Some([kind, from, names @ ..]) = import.as_list() else {
            continue;
        };
        let is_renaming = kind.as_symbol().is_some_and(|kind| *kind == *"rename");
        for name in names {
            let parts = match (is_renaming, name.as_list()) {
                (true, Some([function, new])) => function.as_list().map(|old| (old, Some(new))),
                (false, Some(old)) => Some((old, None)),
                _ => None,
            };
            if let Some(([old, arity], new)) = parts
                && let Kind::Integer(arity) = &arity.kind
                && let Ok(arity) = u8::try_from(arity)
            {
                let span = name.span;
                let variables =
                    (0..arity).map(|index| Form::symbol(span, &format!("argument {index}")));
                let variables: Vec<Form> = variables.collect();
                let head = [from.clone(), old.clone()].map(|form| call(span, "quote", [form]));
                let body = call(span, "call", head.into_iter().chain(variables.clone()));
                let lambda = call(span, "lambda", [Form::list(span, variables), body]);
                let meta = Form::list(span, Vec::new());
                let name = new.unwrap_or(old).clone();
                functions.push(call(span, "define-function", [name, meta, lambda]));
            }
        }
    }
    functions
}

/// What an expression at the top computes.
enum Value {
    Of(Form),
    Set(Vec<Form>, Vec<Symbol>),
}

impl Value {
    /// As one of several of which only the last one's value counts.
    fn plain(self) -> Form {
        match self {
            Value::Of(form) => form,
            set => set.with_bindings(),
        }
    }

    /// `#(value ((name . value) …))`.
    fn with_bindings(self) -> Form {
        match self {
            Value::Of(form) => {
                let span = form.span;
                call(span, "tuple", [form, Form::list(span, Vec::new())])
            }
            Value::Set(mut parts, names) => {
                let expression = parts.pop();
                let span = expression
                    .as_ref()
                    .map_or(Span::default(), |form| form.span);
                let value = || Form::symbol(span, "value of set");
                let bindings = names.iter().map(|name| {
                    let variable = Form::symbol(span, name.as_str());
                    call(span, "cons", [quoted(span, name.as_str()), variable])
                });
                let bindings = call(span, "list", bindings);
                let matched = call(span, "tuple", [value(), bindings]);
                let matching = Form::list(span, parts.into_iter().chain([matched]).collect());
                let error = call(span, "tuple", [quoted(span, "badmatch"), value()]);
                let module = [quoted(span, "erlang"), quoted(span, "error"), error];
                let anything = vec![Form::symbol(span, "_"), call(span, "call", module)];
                let parts = [value(), matching, Form::list(span, anything)];
                let binding = expression.map(|form| Form::list(span, vec![value(), form]));
                let bindings = Form::list(span, binding.into_iter().collect());
                call(span, "let", [bindings, call(span, "case", parts)])
            }
        }
    }
}

fn call(span: Span, head: &str, arguments: impl IntoIterator<Item = Form>) -> Form {
    let head = std::iter::once(Form::symbol(span, head));
    Form::list(span, head.chain(arguments).collect())
}

fn quoted(span: Span, name: &str) -> Form {
    call(span, "quote", [Form::symbol(span, name)])
}

/// The name in a form that defines a record or a struct, the latter's being its module's.
fn name_of(form: &Form) -> Option<String> {
    let name = form.as_list()?.get(1)?.as_symbol()?;
    Some(name.to_string())
}

/// `expression/0`: a function of the variables' values.
fn expression_function(body: Vec<Form>, variables: &[String]) -> Form {
    let span = body.first().map_or(Span::default(), |form| form.span);
    let variables = variables.iter().map(|name| Form::symbol(span, name));
    let variables = call(span, "list", variables);
    let clause = [Form::list(span, vec![variables])].into_iter().chain(body);
    let function = call(span, "match-lambda", [Form::list(span, clause.collect())]);
    let answer = call(span, "lambda", [Form::list(span, Vec::new()), function]);
    let name = Form::symbol(span, EXPRESSION);
    call(
        span,
        "define-function",
        [name, Form::list(span, Vec::new()), answer],
    )
}

/// The variables whose names occur.
fn used_variables(forms: &[Form], variables: &[String]) -> Vec<String> {
    let mut occurring = BTreeSet::new();
    let mut work: Vec<&Form> = forms.iter().collect();
    while let Some(form) = work.pop() {
        match &form.kind {
            Kind::Symbol(name) => {
                occurring.insert(name.as_str());
            }
            Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
                work.extend(parts);
            }
            Kind::Improper(parts, tail) => {
                work.extend(parts);
                work.push(tail);
            }
            _ => {}
        }
    }
    let used = variables
        .iter()
        .filter(|name| occurring.contains(name.as_str()));
    used.cloned().collect()
}

/// Compiles a module of these functions, which it exports.
fn compile(
    module: &str,
    exports: &[(Symbol, usize)],
    shared: &[Form],
    functions: Vec<Form>,
    sources: &Sources,
) -> Result<Compiled, Vec<Diagnostic>> {
    let span = Span::new(FileId(0), 0, 0);
    let exported = exports.iter().map(|(name, arity)| {
        let parts = [
            Form::symbol(span, name.as_str()),
            Form::integer(span, *arity as i64),
        ];
        Form::list(span, parts.into())
    });
    let attributes = Form::list(span, vec![call(span, "export", exported)]);
    let parts = [
        Form::symbol(span, module),
        Form::list(span, Vec::new()),
        attributes,
    ];
    let mut forms = vec![call(span, "define-module", parts)];
    forms.extend(shared.iter().cloned());
    forms.extend(functions);
    let (compiled, diagnostics) = pipeline::compile_expanded(&forms, sources, span.file);
    let errors = diagnostics.into_iter().filter(Diagnostic::is_error);
    compiled.ok_or_else(|| errors.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::NoHost;

    fn evaluate(
        session: &mut Session,
        text: &str,
        variables: &[&str],
    ) -> Result<Evaluated, Vec<String>> {
        let (mut sources, forms, errors) = Session::read("shell", text);
        assert!(errors.is_empty(), "{errors:?}");
        let variables: Vec<String> = variables.iter().map(|name| name.to_string()).collect();
        let evaluated = session.evaluate(forms, &variables, &mut sources, "expression 1", &NoHost);
        evaluated.map_err(|found| found.into_iter().map(|one| one.message).collect())
    }

    fn session() -> Session {
        Session::new("home", [("commands", "help", 0)])
    }

    fn calls(compiled: &Compiled) -> Vec<String> {
        let calls = compiled.interface.calls.iter();
        let text = calls.map(|(module, name, arity)| format!("{module}:{name}/{arity}"));
        text.filter(|call| !call.starts_with("erlang:")).collect()
    }

    #[test]
    fn an_expression_takes_the_variables_that_occur() {
        let evaluated = evaluate(
            &mut session(),
            "(list b a (lambda (c) c))",
            &["a", "b", "c", "d"],
        );
        let (compiled, variables) = evaluated.ok().and_then(|all| all.expression).expect("one");
        assert_eq!(variables, ["a", "b", "c"]);
        assert_eq!(compiled.interface.module, "expression 1");
        assert_eq!(compiled.interface.exports, [(EXPRESSION.to_owned(), 0)]);
        let unbound = evaluate(&mut session(), "(list a z)", &["a"]);
        assert_eq!(unbound.err(), Some(vec!["symbol z is unbound".to_owned()]));
    }

    #[test]
    fn plain_names_mean_functions_of_the_session_whether_they_are_there_or_not() {
        let mut session = session();
        let expression = |session: &mut Session, text: &str| {
            let evaluated = evaluate(session, text, &[])
                .ok()
                .and_then(|all| all.expression);
            calls(&evaluated.expect("an expression").0)
        };
        assert_eq!(
            expression(&mut session, "(f (help) 1)"),
            ["commands:help/0", "home:f/2"]
        );
        let defined = evaluate(&mut session, "(defun length (x) (f x 1))", &[]).unwrap_or_default();
        assert_eq!(defined.defined, ["length"]);
        assert_eq!(calls(&defined.functions.expect("a module")), ["home:f/2"]);
        // Now it hides the builtin; what is local hides it.
        assert_eq!(
            expression(&mut session, "(list (length ()) #'length/1)"),
            ["home:length/1"]
        );
        assert!(expression(&mut session, "(flet ((length (x) x)) (length 1))").is_empty());
        session.move_to("other");
        assert_eq!(
            expression(&mut session, "(list (length ()) (f 1 2))"),
            ["home:length/1", "other:f/2"]
        );
    }

    #[test]
    fn set_binds_what_its_pattern_names() {
        let pattern = "(tuple a (cons b _) (map 'k c) (= d (list 'e \"f\")) (binary (g (size h)) (i binary)))";
        let (_, forms, _) = Session::read("shell", pattern);
        let names = crate::expander::pattern_variables(&forms[0]);
        let names: Vec<&str> = names.iter().map(Symbol::as_str).collect();
        assert_eq!(names, ["a", "b", "c", "d", "g", "i"]);
    }

    #[test]
    fn what_a_file_defines_is_taken_in() {
        let mut session = session();
        let text = "(defmodule m (export (f 1)) (import (from lists (reverse 1)) (rename texts ((cut 2) of))))
                    (defun f (x) (reverse (of x (g x))))
                    (defun g (x) x)";
        let (mut sources, forms, _) = Session::read("m.lfe", text);
        let slurped = session
            .slurp(forms, &mut sources, &NoHost)
            .unwrap_or_default();
        assert_eq!(slurped.defined, ["reverse", "of", "f", "g"]);
        let functions = slurped.functions.expect("a module");
        assert!(calls(&functions).contains(&"texts:cut/2".to_owned()));
        let wrong = evaluate(&mut session, "(defun h (x) y)", &[]);
        assert_eq!(wrong.err(), Some(vec!["symbol y is unbound".to_owned()]));
    }
}
