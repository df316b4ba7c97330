//! Match specifications: `(ets-ms clause…)`, `(trace-ms clause…)` and their other names.
//!
//! ```text
//! (ets-ms (((tuple k v)) (when (> v 3)) (tuple 'ok k)))
//!   =  (list (tuple (tuple '$1 '$2) (list (tuple '> '$2 3)) (list (tuple (tuple 'ok '$1)))))
//! ```
//!
//! A clause is that of a function of one argument. Variables of its head become `$1`, `$2`, …; in guards
//! and body a call becomes a tuple, and a tuple a tuple in a tuple. Other variables are those of the
//! surroundings: their values go into the specification as they are.

mod head;

use super::construct::{call, is_call, nil, quote, quoted_symbol};
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

/// What a specification is matched with.
#[derive(Clone, Copy, PartialEq)]
enum Subject {
    /// Objects of tables, which are tuples.
    Objects,
    /// The arguments of a call, a list.
    Arguments,
}

/// The clause being translated: its variables in the order of their numbers, and the variables that
/// stand for the whole.
#[derive(Default)]
struct Clause {
    variables: Vec<Symbol>,
    whole: Vec<Symbol>,
}

impl Clause {
    /// The hole of a variable, if the head binds it.
    fn hole(&self, span: Span, name: &Symbol) -> Option<Form> {
        if self.whole.contains(name) {
            return Some(quoted_symbol(span, "$_"));
        }
        let index = self.variables.iter().position(|known| known == name)?;
        Some(quoted_symbol(span, &format!("${}", index + 1)))
    }
}

/// What cannot be translated: where, and why. None: it has been told.
type Refused = Option<(Span, String)>;

impl Expander<'_> {
    /// Expands `(ets-ms clause…)`; the name says what its clauses are matched with.
    pub(super) fn match_specification(&mut self, span: Span, forms: Vec<Form>) -> Form {
        let name = forms.first().and_then(Form::as_symbol).cloned();
        let name = name.as_ref().map_or("match-spec", Symbol::as_str);
        let subject = match name {
            "trace-ms" | "dbg-ms" => Subject::Arguments,
            _ => Subject::Objects,
        };
        let mut clauses = Vec::with_capacity(forms.len());
        for clause in &forms[1..] {
            match self.match_clause(clause, subject) {
                Ok(clause) => clauses.push(clause),
                Err(None) => {}
                Err(Some((place, why))) => {
                    let message = format!("error expanding ({name} ...)");
                    let error = Diagnostic::error("bad-macro-call", place, message);
                    self.report(error.label(why));
                }
            }
        }
        call(span, "list", clauses)
    }

    /// `((pattern) [guard] body…)` as `(tuple head guards body)`.
    fn match_clause(&mut self, clause: &Form, subject: Subject) -> Result<Form, Refused> {
        let span = clause.span;
        let Some([head, rest @ ..]) = clause.as_list() else {
            let shape = "a clause is ((pattern) [(when test ...)] expression ...)";
            return refuse(span, shape);
        };
        let Some([pattern]) = head.as_list() else {
            return refuse(head.span, "a match specification has one argument");
        };
        let mut scope = Clause::default();
        let head = self.match_head(pattern, subject, &mut scope)?;
        let (guards, body) = match rest {
            [guard, body @ ..] if is_call(guard, "when") => {
                (&guard.as_list().unwrap_or_default()[1..], body)
            }
            _ => (&[][..], rest),
        };
        let guards = self.match_bodies(guards, &scope)?;
        let body = self.match_bodies(body, &scope)?;
        let parts = [head, call(span, "list", guards), call(span, "list", body)];
        Ok(call(span, "tuple", parts))
    }

    fn match_bodies(&mut self, forms: &[Form], scope: &Clause) -> Result<Vec<Form>, Refused> {
        forms
            .iter()
            .map(|form| self.match_body(form.clone(), scope))
            .collect()
    }

    /// An expression of a guard or body. Recursion is bounded by the nesting of the source and by
    /// [`Self::is_too_deep`].
    fn match_body(&mut self, mut form: Form, scope: &Clause) -> Result<Form, Refused> {
        loop {
            let span = form.span;
            let forms = match form.kind {
                Kind::Symbol(name) => {
                    let other = Form::symbol(span, name.as_str());
                    return Ok(scope.hole(span, &name).unwrap_or(other));
                }
                Kind::List(forms) if forms.is_empty() => return Ok(nil(span)),
                Kind::List(forms) => forms,
                // A literal is data, whatever it holds.
                kind => return Ok(constant(Form { span, kind })),
            };
            let Some(name) = forms[0].as_symbol().cloned() else {
                return refuse(span, "this is no call of a function by its name");
            };
            match (name.as_str(), &forms[1..]) {
                ("quote", [datum]) => return Ok(constant(datum.clone())),
                ("cons", [_, _]) | ("list", _) | ("map", _) => {
                    let parts = self.match_bodies(&forms[1..], scope)?;
                    return Ok(call(span, name.as_str(), parts));
                }
                ("tuple", _) => {
                    let parts = self.match_bodies(&forms[1..], scope)?;
                    return Ok(call(span, "tuple", [call(span, "tuple", parts)]));
                }
                ("binary", _) => return Ok(Form::list(span, forms)),
                ("object", []) => return Ok(quoted_symbol(span, "$_")),
                ("bindings", []) => return Ok(quoted_symbol(span, "$*")),
                ("record" | "make-record", [record, fields @ ..]) => {
                    let mut parts = vec![record.clone()];
                    for (index, field) in fields.iter().enumerate() {
                        parts.push(match index % 2 {
                            0 => field.clone(),
                            _ => self.match_body(field.clone(), scope)?,
                        });
                    }
                    let record = call(span, "record", parts);
                    return Ok(call(span, "tuple", [record]));
                }
                ("is-record", [value, record]) if record.as_symbol().is_some() => {
                    return self.match_is_record(span, value, record, scope);
                }
                ("is_record", [value, record]) if quoted(record).is_some() => {
                    let name = quoted(record).map_or("", Symbol::as_str);
                    let record = Form::symbol(record.span, name);
                    return self.match_is_record(span, value, &record, scope);
                }
                ("record-field", [value, record, field]) => {
                    let value = self.match_body(value.clone(), scope)?;
                    let index = call(span, "record-index", [record.clone(), field.clone()]);
                    return Ok(application(span, "element", vec![index, value]));
                }
                ("call", [module, function, arguments @ ..])
                    if quoted(module).is_some_and(|module| *module == *"erlang")
                        && quoted(function).is_some() =>
                {
                    let function = quoted(function).cloned().unwrap_or(name);
                    return self.match_call(span, &function, arguments, scope);
                }
                (name, _) if Self::is_core_form(name) && !is_connective(name) => {
                    return refuse(
                        span,
                        format!("`{name}` cannot stand in a match specification"),
                    );
                }
                _ => {}
            }
            if is_callable(name.as_str(), forms.len() - 1) {
                return self.match_call(span, &name, &forms[1..], scope);
            }
            form = match self.macro_call(span, name.as_str(), forms) {
                Ok(expansion) => expansion,
                Err(forms) => return self.match_call(span, &name, &forms[1..], scope),
            };
        }
    }

    /// A call as a tuple of the function's name and the arguments.
    fn match_call(
        &mut self,
        span: Span,
        name: &Symbol,
        arguments: &[Form],
        scope: &Clause,
    ) -> Result<Form, Refused> {
        let count = arguments.len();
        let is_chain = matches!(name.as_str(), "+" | "-" | "*" | "/") && count > 2;
        if !is_chain && !is_callable(name.as_str(), count) {
            let name = print::symbol_text(name);
            let why = format!("{name}/{count} cannot be called in a match specification");
            return refuse(span, why);
        }
        let arguments = self.match_bodies(arguments, scope)?;
        if !is_chain {
            return Ok(application(span, name.as_str(), arguments));
        }
        if self.is_too_deep(span, count) {
            return Err(None);
        }
        let both = |so_far, next| application(span, name.as_str(), vec![so_far, next]);
        let chain = arguments.into_iter().reduce(both);
        Ok(chain.unwrap_or_else(|| nil(span)))
    }

    /// The test needs the record's size too.
    fn match_is_record(
        &mut self,
        span: Span,
        value: &Form,
        record: &Form,
        scope: &Clause,
    ) -> Result<Form, Refused> {
        let name = record.as_symbol().map_or("", Symbol::as_str);
        let Some(size) = self.macros.accessors.get(format!("size-{name}").as_str()) else {
            return refuse(record.span, format!("record {name} is not known here"));
        };
        let size = size.expand(span, &[]).unwrap_or_else(|| nil(span));
        let value = self.match_body(value.clone(), scope)?;
        let arguments = vec![value, quote(record.clone()), size];
        Ok(application(span, "is_record", arguments))
    }
}

fn refuse<T>(span: Span, why: impl Into<String>) -> Result<T, Refused> {
    Err(Some((span, why.into())))
}

/// `{name, argument…}`.
fn application(span: Span, name: &str, arguments: Vec<Form>) -> Form {
    let name = quoted_symbol(span, name);
    call(span, "tuple", std::iter::once(name).chain(arguments))
}

/// The symbol of `'symbol`.
fn quoted(form: &Form) -> Option<&Symbol> {
    match form.as_list()? {
        [_, symbol] if is_call(form, "quote") => symbol.as_symbol(),
        _ => None,
    }
}

/// A datum as an expression whose value it is: a tuple would be a call, and a hole another value.
fn constant(datum: Form) -> Form {
    let span = datum.span;
    match &datum.kind {
        Kind::Tuple(parts) if !parts.iter().any(needs_protection) => call(span, "tuple", [datum]),
        _ if needs_protection(&datum) => application(span, "const", vec![quote(datum)]),
        Kind::Symbol(_) => quote(datum),
        Kind::List(parts) if !parts.is_empty() => quote(datum),
        Kind::Improper(..) => quote(datum),
        _ => datum,
    }
}

/// Does the datum hold what is not its own value in a match specification?
fn needs_protection(datum: &Form) -> bool {
    match &datum.kind {
        Kind::Symbol(name) => {
            let rest = name.as_str().strip_prefix('$');
            rest.is_some_and(|rest| {
                matches!(rest, "_" | "$")
                    || !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
            })
        }
        Kind::Tuple(_) => true,
        Kind::List(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
            parts.iter().any(needs_protection)
        }
        Kind::Improper(parts, tail) => parts.iter().any(needs_protection) || needs_protection(tail),
        _ => false,
    }
}

/// Core forms that match specifications have as functions.
fn is_connective(name: &str) -> bool {
    matches!(name, "andalso" | "orelse")
}

/// The functions that match specifications know: those of guards, and those of traces.
fn is_callable(name: &str, count: usize) -> bool {
    match count {
        0 => matches!(
            name,
            "self"
                | "node"
                | "return_trace"
                | "exception_trace"
                | "process_dump"
                | "caller"
                | "get_tcw"
                | "get_seq_token"
                | "is_seq_trace"
        ),
        1 => matches!(
            name,
            "is_atom"
                | "is_float"
                | "is_integer"
                | "is_list"
                | "is_number"
                | "is_pid"
                | "is_port"
                | "is_reference"
                | "is_tuple"
                | "is_map"
                | "is_binary"
                | "is_function"
                | "not"
                | "abs"
                | "hd"
                | "tl"
                | "length"
                | "map_size"
                | "float"
                | "round"
                | "trunc"
                | "size"
                | "bit_size"
                | "byte_size"
                | "node"
                | "+"
                | "-"
                | "bnot"
                | "message"
                | "display"
                | "set_tcw"
                | "silent"
                | "enable_trace"
                | "disable_trace"
        ),
        2 => matches!(
            name,
            "andalso"
                | "orelse"
                | "and"
                | "or"
                | "xor"
                | "element"
                | "map_get"
                | "is_map_key"
                | "binary_part"
                | "+"
                | "-"
                | "*"
                | "/"
                | "div"
                | "rem"
                | "band"
                | "bor"
                | "bxor"
                | "bsl"
                | "bsr"
                | ">"
                | ">="
                | "<"
                | "=<"
                | "=:="
                | "=="
                | "=/="
                | "/="
                | "enable_trace"
                | "disable_trace"
                | "set_seq_token"
                | "trace"
        ),
        3 => matches!(
            name,
            "is_record" | "binary_part" | "trace" | "andalso" | "orelse" | "and" | "or"
        ),
        _ => matches!(name, "andalso" | "orelse" | "and" | "or"),
    }
}
