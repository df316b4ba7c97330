//! The predefined macros, those that make one form out of one: a call with the macro's name and the
//! wrong shape is given back, to be a call of a function that nobody defined.

use super::construct::{as_count, call, erlang, nil, quote, quoted_symbol, string};
use super::walk::Expander;
use crate::base::auto_imported::is_variadic_operator;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    /// Expands a call once if its operator is a macro; otherwise gives its forms back.
    pub(super) fn macro_call(
        &mut self,
        span: Span,
        name: &str,
        forms: Vec<Form>,
    ) -> Result<Form, Vec<Form>> {
        let expansion = self.macro_step(span, name, forms)?;
        self.watched.step(span, &expansion);
        Ok(expansion)
    }

    fn macro_step(&mut self, span: Span, name: &str, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        let count = forms.len() - 1;
        if let Some(expansion) = self.user_macro(span, name, &forms) {
            return Ok(expansion);
        }
        match name {
            ":" => {
                if let [_, module, function, ..] = &forms[..]
                    && let (Some(module), Some(function)) =
                        (module.as_symbol(), function.as_symbol())
                    && let (module, function) = (module.clone(), function.clone())
                    && let Some(expansion) =
                        self.exported_macro(span, module.as_str(), function.as_str(), &forms[2..])
                {
                    return Ok(expansion);
                }
                colon_call(span, forms)
            }
            "backquote" if count == 1 => Ok(self.backquote(span, forms)),
            "?" => self.receive_any(span, forms),
            // These are functions to whoever defines them.
            "++" | "--" | "!=" | "===" | "!==" if self.env.is_local_function(name, count) => {
                Err(forms)
            }
            "++" | "--" if count == 1 || count > 2 => {
                if self.is_too_deep(span, count) {
                    return Ok(quoted_symbol(span, name));
                }
                Ok(append(span, name, forms))
            }
            "list*" => Ok(self.list_star(span, forms)),
            "let*" => self.let_star(span, forms),
            "flet" => self.flet(span, forms, "let-function"),
            "fletrec" => self.flet(span, forms, "letrec-function"),
            "flet*" => self.flet_star(span, forms),
            "do" => self.do_loop(span, forms),
            "fun" => self.fun(span, forms),
            "lc" | "list-comp" if count == 2 => self.list_comprehension(span, forms),
            "bc" | "binary-comp" if count == 2 => self.binary_comprehension(span, forms),
            "!=" => Ok(renamed(span, "/=", forms)),
            "===" => Ok(renamed(span, "=:=", forms)),
            "!==" => Ok(renamed(span, "=/=", forms)),
            "MODULE" if count == 0 => match self.env.module.clone() {
                Some(module) => Ok(quote(Form { span, ..module })),
                None => Ok(quoted_symbol(span, "-no-module-")),
            },
            "LINE" if count == 0 => Ok(quote(Form::integer(span, i64::from(self.env.line)))),
            "FILE" if count == 0 => {
                let name = self.sources.files.get(span.file.0 as usize);
                Ok(quote(string(
                    span,
                    name.map(|file| file.name.clone()).unwrap_or_default(),
                )))
            }
            "FUNCTION_NAME" if count == 0 => match &self.env.function {
                Some((name, _)) => Ok(quote(Form::symbol(span, name.as_str()))),
                None => Err(forms),
            },
            "FUNCTION_ARITY" if count == 0 => match &self.env.function {
                Some((_, arity)) => Ok(Form::integer(span, *arity as i64)),
                None => Err(forms),
            },
            "MODULE" | "LINE" | "FILE" | "FUNCTION_NAME" | "FUNCTION_ARITY" => {
                self.bad_macro_call(span, name, "takes no arguments");
                Ok(quoted_symbol(span, name))
            }
            // Functions that every module has, under no name of its own.
            "module_info" | "__info__"
                if (count == 1 || count == 0 && name == "module_info")
                    && !self.env.is_local_function(name, count)
                    && let Some(module) = self.env.module.clone() =>
            {
                let parts = [quote(Form { span, ..module }), quoted_symbol(span, name)];
                Ok(call(
                    span,
                    "call",
                    parts.into_iter().chain(forms.into_iter().skip(1)),
                ))
            }
            "macrolet" => Ok(self.local_macros(span, forms)),
            "syntaxlet" => match self.exported_macro(span, "scm", name, &forms) {
                Some(expansion) => Ok(expansion),
                None => Ok(self.without_scheme(span, name)),
            },
            "defmacro" | "defsyntax" | "defrecord" | "defstruct" | "include-file"
            | "include-lib" => {
                self.bad_macro_call(span, name, "it stands outside functions");
                Ok(quoted_symbol(span, name))
            }
            "ets-ms" | "table-ms" | "match-spec" | "trace-ms" | "dbg-ms" => {
                Ok(self.match_specification(span, forms))
            }
            "qlc" => Ok(self.query(span, forms)),
            _ if count == 1 && is_accessor(name) => Ok(accessor(span, name, forms)),
            _ => match name.split_once(':') {
                Some((module, function))
                    // The operator `=:=` is no call of a module `=`.
                    if !module.is_empty()
                        && !function.is_empty()
                        && !function.contains(':')
                        && !is_variadic_operator(name) =>
                {
                    match self.exported_macro(span, module, function, &forms) {
                        Some(expansion) => Ok(expansion),
                        None => Ok(remote_call(span, module, function, forms, 1)),
                    }
                }
                _ => Err(forms),
            },
        }
    }

    /// `(? [timeout [default]])`: the next message, whatever it is.
    fn receive_any(&mut self, span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        if forms.len() > 3 {
            self.bad_macro_call(span, "?", "takes a timeout and a default at most");
            return Ok(quoted_symbol(span, "?"));
        }
        let message = || Form::symbol(span, "omega");
        let mut receive = vec![
            Form::symbol(span, "receive"),
            Form::list(span, vec![message(), message()]),
        ];
        let mut arguments = forms.into_iter().skip(1);
        if let Some(timeout) = arguments.next() {
            let default = arguments
                .next()
                .unwrap_or_else(|| call(span, "exit", [quoted_symbol(span, "timeout")]));
            receive.push(call(span, "after", [timeout, default]));
        }
        Ok(Form::list(span, receive))
    }

    /// `(list* a b tail)`: a list with its tail given.
    fn list_star(&mut self, span: Span, mut forms: Vec<Form>) -> Form {
        if self.is_too_deep(span, forms.len()) {
            return nil(span);
        }
        let tail = match forms.pop() {
            Some(tail) if !forms.is_empty() => tail,
            _ => return nil(span),
        };
        forms
            .drain(1..)
            .rev()
            .fold(tail, |tail, head| call(span, "cons", [head, tail]))
    }

    /// `(let* (binding…) body…)`: one `let` in the other.
    fn let_star(&mut self, span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        if forms.len() < 2 || forms[1].as_list().is_none() {
            // What is wrong with it is said of the core form.
            return Ok(renamed(span, "let", forms));
        }
        let mut forms = forms.into_iter().skip(1);
        let bindings = match forms.next().map(|form| form.kind) {
            Some(Kind::List(bindings)) => bindings,
            _ => Vec::new(),
        };
        if self.is_too_deep(span, bindings.len()) {
            return Ok(nil(span));
        }
        let body = call(span, "progn", forms);
        Ok(bindings.into_iter().rev().fold(body, |body, binding| {
            let place = binding.span.to(span);
            call(
                place,
                "let",
                [Form::list(binding.span, vec![binding]), body],
            )
        }))
    }

    /// `(flet ((name (argument…) [doc] body…)…) body…)`, and `fletrec`.
    fn flet(&mut self, span: Span, forms: Vec<Form>, core: &str) -> Result<Form, Vec<Form>> {
        if forms.len() < 2 {
            return Err(forms);
        }
        if forms[1].as_list().is_none() {
            return Ok(self.bad_local_functions(span, forms.first()));
        }
        let mut forms = forms.into_iter();
        let name = forms.next();
        let mut functions = Vec::new();
        let bindings = forms.next();
        let place = bindings.as_ref().map_or(span, |form| form.span);
        if let Some(Form {
            kind: Kind::List(bindings),
            ..
        }) = bindings
        {
            for binding in bindings {
                match self.local_function(binding) {
                    Some(function) => functions.push(function),
                    None => {
                        return Ok(self.bad_local_functions(span, name.as_ref()));
                    }
                }
            }
        }
        let functions = Form::list(place, functions);
        Ok(call(span, core, std::iter::once(functions).chain(forms)))
    }

    fn bad_local_functions(&mut self, span: Span, name: Option<&Form>) -> Form {
        let name = name.and_then(Form::as_symbol);
        let name = name.map_or("flet", Symbol::as_str);
        let shape = "a local function needs a name, arguments and a body";
        self.bad_macro_call(span, name, shape);
        quoted_symbol(span, name)
    }

    /// `(flet* (function…) body…)`: one `let-function` in the other.
    fn flet_star(&mut self, span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        if forms.len() < 2 {
            return Err(forms);
        }
        if forms[1].as_list().is_none() {
            return Ok(self.bad_local_functions(span, forms.first()));
        }
        let mut forms = forms.into_iter().skip(1);
        let bindings = match forms.next().map(|form| form.kind) {
            Some(Kind::List(bindings)) => bindings,
            _ => Vec::new(),
        };
        if self.is_too_deep(span, bindings.len()) {
            return Ok(nil(span));
        }
        let mut functions = Vec::new();
        for binding in bindings {
            match self.local_function(binding) {
                Some(function) => functions.push(function),
                None => {
                    self.bad_macro_call(
                        span,
                        "flet*",
                        "a local function needs a name, arguments and a body",
                    );
                    return Ok(quoted_symbol(span, "flet*"));
                }
            }
        }
        let body = call(span, "progn", forms);
        Ok(functions.into_iter().rev().fold(body, |body, function| {
            let place = function.span;
            call(
                span,
                "let-function",
                [Form::list(place, vec![function]), body],
            )
        }))
    }

    /// `(name (argument…) [doc] body…)` or `(name [doc] clause…)` as `(name lambda)`.
    fn local_function(&mut self, binding: Form) -> Option<Form> {
        let span = binding.span;
        let Kind::List(mut forms) = binding.kind else {
            return None;
        };
        if forms.len() < 2 {
            return None;
        }
        let rest = forms.split_off(1);
        let name = forms.pop()?;
        let (_, function) = super::top_level::function_of(span, rest)?;
        Some(Form::list(span, vec![name, function]))
    }

    /// `(do ((variable first next)…) (test result) body…)`.
    fn do_loop(&mut self, span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        let well_formed = forms.len() >= 3
            && forms[1].as_list().is_some_and(|variables| {
                variables
                    .iter()
                    .all(|v| v.as_list().is_some_and(|v| v.len() == 3))
            })
            && forms[2].as_list().is_some_and(|end| end.len() == 2);
        if !well_formed {
            self.bad_macro_call(
                span,
                "do",
                "shape: (do ((var init step) ...) (test result) body ...)",
            );
            return Ok(quoted_symbol(span, "do"));
        }
        let mut forms = forms.into_iter().skip(1);
        let (mut names, mut firsts, mut nexts) = (Vec::new(), Vec::new(), Vec::new());
        for variable in list_of(forms.next()) {
            let mut parts = list_of(Some(variable)).into_iter();
            names.extend(parts.next());
            firsts.extend(parts.next());
            nexts.extend(parts.next());
        }
        let mut end = list_of(forms.next()).into_iter();
        let (Some(test), Some(result)) = (end.next(), end.next()) else {
            return Ok(nil(span));
        };
        let name = self.fresh("do");
        let function = || Form::symbol(span, name.as_str());
        let again = Form::list(span, std::iter::once(function()).chain(nexts).collect());
        let state = Form::list(
            span,
            vec![Form::symbol(span, "do-state"), {
                let body: Vec<Form> = forms.collect();
                if body.is_empty() {
                    nil(span)
                } else {
                    call(span, "progn", body)
                }
            }],
        );
        let step = call(span, "let", [Form::list(span, vec![state]), again]);
        let choice = call(span, "if", [test, result, step]);
        let lambda = call(span, "lambda", [Form::list(span, names), choice]);
        let functions = Form::list(span, vec![Form::list(span, vec![function(), lambda])]);
        let start = Form::list(span, std::iter::once(function()).chain(firsts).collect());
        Ok(call(span, "letrec-function", [functions, start]))
    }

    /// `(fun name arity)` and `(fun module name arity)`: a lambda that calls.
    fn fun(&mut self, span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
        if !matches!(forms.len(), 3 | 4) {
            return Err(forms);
        }
        let Some(arity) = forms.last().and_then(as_count) else {
            self.bad_macro_call(span, "fun", "the arity must be a number from 0 to 255");
            return Ok(quoted_symbol(span, "fun"));
        };
        let variables: Vec<Form> = (0..arity)
            .map(|_| Form::symbol(span, self.fresh("fun").as_str()))
            .collect();
        let mut names = forms.into_iter().skip(1);
        let (first, second) = (names.next(), names.next());
        let applied = match (first, second, names.next()) {
            (Some(module), Some(function), Some(_)) => call(
                span,
                "call",
                [quote(module), quote(function)]
                    .into_iter()
                    .chain(variables.clone()),
            ),
            (Some(function), _, _) => Form::list(
                span,
                std::iter::once(function).chain(variables.clone()).collect(),
            ),
            _ => nil(span),
        };
        Ok(call(span, "lambda", [Form::list(span, variables), applied]))
    }
}

/// The elements of a list form; of any other, none.
fn list_of(form: Option<Form>) -> Vec<Form> {
    match form.map(|form| form.kind) {
        Some(Kind::List(forms)) => forms,
        _ => Vec::new(),
    }
}

/// `(: module function argument…)`.
fn colon_call(span: Span, forms: Vec<Form>) -> Result<Form, Vec<Form>> {
    let names = forms.get(1).and_then(Form::as_symbol).cloned();
    let function = forms.get(2).and_then(Form::as_symbol).cloned();
    match (names, function) {
        (Some(module), Some(function)) => Ok(remote_call(
            span,
            module.as_str(),
            function.as_str(),
            forms,
            3,
        )),
        _ => Err(forms),
    }
}

fn remote_call(span: Span, module: &str, function: &str, forms: Vec<Form>, skipped: usize) -> Form {
    let place = forms.first().map_or(span, |head| head.span);
    let mut parts = vec![
        Form::symbol(place, "call"),
        quoted_symbol(place, module),
        quoted_symbol(place, function),
    ];
    parts.extend(forms.into_iter().skip(skipped));
    Form::list(span, parts)
}

fn renamed(span: Span, name: &str, mut forms: Vec<Form>) -> Form {
    let place = forms[0].span;
    forms[0] = Form::symbol(place, name);
    Form::list(span, forms)
}

/// `++` and `--` of one operand, or of more than two: right associative.
fn append(span: Span, name: &str, mut forms: Vec<Form>) -> Form {
    let Some(last) = forms.pop().filter(|_| !forms.is_empty()) else {
        return nil(span);
    };
    forms
        .drain(1..)
        .rev()
        .fold(last, |rest, form| erlang(span, name, [form, rest]))
}

/// Is it one of the compositions `caar` … `cddddr`?
fn is_accessor(name: &str) -> bool {
    let letters = name
        .strip_prefix('c')
        .and_then(|rest| rest.strip_suffix('r'));
    letters.is_some_and(|letters| {
        (2..=4).contains(&letters.len()) && letters.bytes().all(|b| matches!(b, b'a' | b'd'))
    })
}

fn accessor(span: Span, name: &str, mut forms: Vec<Form>) -> Form {
    let argument = forms.pop().unwrap_or_else(|| nil(span));
    name[1..name.len() - 1]
        .bytes()
        .rev()
        .fold(argument, |inner, letter| {
            call(span, if letter == b'a' { "car" } else { "cdr" }, [inner])
        })
}
