//! Types and specifications: which there are, which are used, and whether they are well-formed.

use super::Linter;
use super::module::{Function, describe, name_and_arity};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::collections::{BTreeMap, BTreeSet};

/// What the module says about types.
#[derive(Default)]
pub struct Types {
    /// Place of the definition, and whether the type is opaque.
    defined: BTreeMap<Function, (Span, bool)>,
    exported: BTreeMap<Function, Span>,
    specified: BTreeSet<Function>,
    /// Who names which type, where: a type, or what is no type.
    uses: Vec<(Option<Function>, Function, Span)>,
    /// The type whose definition is being checked.
    current: Option<Function>,
}

/// How often each type variable is named, and where first.
type Variables = BTreeMap<Symbol, (usize, Span)>;

impl Linter {
    /// `(export-type (name arity)…)`.
    pub fn type_exports(&mut self, attribute: &Form, values: &[Form], proper: bool) {
        let message = "bad export-type in module definition";
        if !proper {
            self.error("bad-export", attribute.span, message);
        }
        for value in values {
            let Some(exported) = name_and_arity(value) else {
                self.error("bad-export", value.span, message).label =
                    "an exported type is `(NAME ARITY)`".to_string();
                continue;
            };
            let described = describe(&exported);
            if self.types.exported.insert(exported, value.span).is_some() {
                let message = format!("type {described} already exported");
                self.warning("exported-twice", value.span, message);
            }
        }
    }

    /// Checks the definitions of types, specifications and the types of records' fields.
    pub fn types(&mut self, definitions: &[&Form], records: &[&Form]) {
        for form in definitions {
            let parts = form.as_list().unwrap_or_default();
            match (form.head(), parts) {
                (Some(kind @ ("define-type" | "define-opaque-type")), [_, head, rest @ ..]) => {
                    let is_opaque = kind == "define-opaque-type";
                    match rest {
                        [] => self.type_definition(head, None, is_opaque),
                        [definition] => self.type_definition(head, Some(definition), is_opaque),
                        _ => self.no_type(form),
                    }
                }
                (Some("define-function-spec"), [_, name, clauses]) => {
                    self.function_type(name, clauses);
                }
                (Some("type" | "opaque"), [kind, entries @ ..]) => {
                    let is_opaque = kind.as_symbol().is_some_and(|kind| *kind == *"opaque");
                    for entry in entries {
                        match entry.as_list() {
                            Some([head, definition]) => {
                                self.type_definition(head, Some(definition), is_opaque);
                            }
                            _ => {
                                let message =
                                    format!("bad {kind} metadata definition", kind = text(kind));
                                self.error("bad-attribute", entry.span, message);
                            }
                        }
                    }
                }
                (Some("spec"), [_, entries @ ..]) => {
                    for entry in entries {
                        match entry.as_list() {
                            Some([name, clauses @ ..]) if !clauses.is_empty() => {
                                let clauses = Form::list(entry.span, clauses.to_vec());
                                self.function_type(name, &clauses);
                            }
                            _ => {
                                self.bad_specification(entry);
                            }
                        }
                    }
                }
                _ => self.no_type(form),
            }
        }
        for record in records {
            let fields = record.as_list().and_then(|parts| parts.get(2)?.as_list());
            let mut variables = Variables::new();
            for field in fields.unwrap_or_default() {
                if let Some([_, _, of_type]) = field.as_list() {
                    self.type_form(of_type, &mut variables);
                }
            }
            self.once_only(variables);
        }
        self.check_names_of_types();
    }

    /// `(name variable…)` and what it stands for.
    fn type_definition(&mut self, head: &Form, definition: Option<&Form>, is_opaque: bool) {
        let Some([name, parameters @ ..]) = head.as_list() else {
            return self.bad_type(head, head.span);
        };
        let Some(symbol) = name.as_symbol() else {
            return self.bad_type(head, head.span);
        };
        let mut variables = Variables::new();
        for parameter in parameters {
            match parameter.as_symbol() {
                Some(variable) => count(&mut variables, variable, parameter.span),
                None => return self.bad_type(name, head.span),
            }
        }
        let function = (symbol.clone(), parameters.len());
        let described = describe(&function);
        if is_builtin(&function) || matches!(symbol.as_str(), "UNION" | "call" | "lambda") {
            let message = format!("type {described} is a builtin type");
            self.error("type-redefined", head.span, message);
            return;
        }
        if let Some((place, _)) = self.types.defined.get(&function).copied() {
            let message = format!("type {described} already defined");
            let error = self.error("type-redefined", head.span, message);
            error
                .secondary
                .push((place, "first defined here".to_string()));
            return;
        }
        let value = (head.span, is_opaque);
        self.types.defined.insert(function.clone(), value);
        self.types.current = Some(function);
        if let Some(definition) = definition {
            self.type_form(definition, &mut variables);
        }
        self.types.current = None;
        self.once_only(variables);
    }

    /// `(name arity)` and clauses `((type…) type [((variable type)…)])`.
    fn function_type(&mut self, name: &Form, clauses: &Form) {
        let Some(function) = name_and_arity(name) else {
            return self.bad_specification(name);
        };
        let described = describe(&function);
        if !self.types.specified.insert(function.clone()) {
            let message = format!("spec for {described} is already defined");
            self.error("spec-redefined", name.span, message);
        } else if !self.names.functions.contains_key(&function) {
            let message = format!("spec for undefined function {described}");
            self.error("undefined-function", name.span, message);
        }
        let Some(clauses) = clauses.as_list() else {
            return self.bad_specification(clauses);
        };
        for clause in clauses {
            let (arguments, answer, constraints) = match clause.as_list() {
                Some([arguments, answer]) => (arguments, answer, None),
                Some([arguments, answer, constraints]) => (arguments, answer, Some(constraints)),
                _ => {
                    self.bad_specification(clause);
                    continue;
                }
            };
            let Some(types) = arguments.as_list() else {
                self.bad_type(arguments, arguments.span);
                continue;
            };
            if types.len() != function.1 {
                self.bad_specification(arguments);
                continue;
            }
            let mut variables = Variables::new();
            for part in types.iter().chain([answer]) {
                self.type_form(part, &mut variables);
            }
            for constraint in constraints.and_then(Form::as_list).unwrap_or_default() {
                match constraint.as_list() {
                    Some([variable, bound]) if variable.as_symbol().is_some() => {
                        self.type_form(variable, &mut variables);
                        self.type_form(bound, &mut variables);
                    }
                    _ => self.bad_specification(constraint),
                }
            }
            self.once_only(variables);
        }
    }

    /// A type. Recursion is bounded by the nesting of the source.
    fn type_form(&mut self, form: &Form, variables: &mut Variables) {
        let span = form.span;
        let parts = match &form.kind {
            Kind::Symbol(name) => return count(variables, name, span),
            Kind::Integer(_) => return,
            Kind::Tuple(parts) | Kind::Map(parts) => {
                return self.type_forms(parts, variables);
            }
            Kind::List(parts) => parts,
            _ => return self.bad_type(form, span),
        };
        let Some((head, rest)) = parts.split_first() else {
            return self.bad_type(form, span);
        };
        let Some(name) = head.as_symbol() else {
            return self.bad_type(form, span);
        };
        let are_numbers = || {
            rest.iter()
                .all(|part| matches!(part.kind, Kind::Integer(_)))
        };
        match (name.as_str(), rest) {
            ("quote", [_]) => {}
            ("UNION" | "tuple", _) => self.type_forms(rest, variables),
            ("map", _) if rest.len() % 2 == 0 => self.type_forms(rest, variables),
            ("map", _) => self.bad_syntax("map", span),
            ("range" | "bitstring", [_, _]) if are_numbers() => {}
            ("range" | "bitstring", [_, _]) => self.bad_syntax(name.as_str(), span),
            ("call", [_, _, ..]) => self.type_forms(rest, variables),
            ("lambda", [arguments, answer]) => {
                match arguments.as_list() {
                    Some(arguments) => self.type_forms(arguments, variables),
                    None if arguments.as_symbol().is_some_and(|any| *any == *"any") => {}
                    None => self.bad_type(arguments, arguments.span),
                }
                self.type_form(answer, variables);
            }
            ("record", [record, fields @ ..]) => {
                if record.as_symbol().is_none() {
                    return self.bad_syntax("record", span);
                }
                for field in fields {
                    match field.as_list() {
                        Some([name, of_type]) if name.as_symbol().is_some() => {
                            self.field_of_record(record, name);
                            self.type_form(of_type, variables);
                        }
                        _ => self.bad_type(field, field.span),
                    }
                }
            }
            _ => {
                let used = (name.clone(), rest.len());
                if !is_builtin(&used) && !name.as_str().contains(':') {
                    let user = self.types.current.clone();
                    self.types.uses.push((user, used, span));
                }
                if name.as_str() == "bool" && rest.is_empty() {
                    let message =
                        "type bool() is now called boolean(); please use the new name instead";
                    self.warning("old-type", span, message);
                }
                self.type_forms(rest, variables);
            }
        }
    }

    fn type_forms(&mut self, forms: &[Form], variables: &mut Variables) {
        for form in forms {
            self.type_form(form, variables);
        }
    }

    fn once_only(&mut self, variables: Variables) {
        for (name, (times, place)) in variables {
            if times == 1 && name.as_str() != "_" {
                let name = print::symbol_text(&name);
                let message = format!("type variable {name} is only used once");
                self.error("type-variable", place, message).label =
                    "for an atom, write `'…`; for a type, `(…)`".to_string();
            }
        }
    }

    /// Types that are named and not there, or there and not named.
    fn check_names_of_types(&mut self) {
        let types = std::mem::take(&mut self.types);
        for (_, used, span) in &types.uses {
            if !types.defined.contains_key(used) {
                let message = format!("type {} undefined", with_parameters(used));
                self.error("undefined-type", *span, message);
            }
        }
        for (exported, span) in &types.exported {
            if !types.defined.contains_key(exported) {
                let message = format!("type {} undefined", describe(exported));
                self.error("undefined-type", *span, message);
            }
        }
        if self.has_errors() {
            return;
        }
        let mut reached: BTreeSet<&Function> = types.exported.keys().collect();
        let roots = types.uses.iter().filter(|(user, _, _)| user.is_none());
        reached.extend(roots.map(|(_, used, _)| used));
        let mut pending: Vec<&Function> = reached.iter().copied().collect();
        while let Some(function) = pending.pop() {
            for (user, used, _) in &types.uses {
                if user.as_ref() == Some(function) && reached.insert(used) {
                    pending.push(used);
                }
            }
        }
        for (function, (span, is_opaque)) in &types.defined {
            if *is_opaque && !types.exported.contains_key(function) {
                let message = format!("opaque type {} is not exported", with_parameters(function));
                self.warning("unused-type", *span, message);
            }
            if !reached.contains(function) {
                let message = format!("type {} is unused", with_parameters(function));
                self.warning("unused-type", *span, message);
            }
        }
    }

    fn bad_type(&mut self, form: &Form, span: Span) {
        let message = format!("bad {} type definition", print::unabbreviated(form));
        self.error("bad-type", span, message);
    }

    fn bad_syntax(&mut self, kind: &str, span: Span) {
        self.error("bad-type", span, format!("bad {kind} type syntax"));
    }

    fn bad_specification(&mut self, form: &Form) {
        let message = format!("bad function specification: {}", print::unabbreviated(form));
        self.report(
            Diagnostic::error("bad-spec", form.span, message)
                .label("a specification is `(defspec (NAME ARITY) ((TYPE …) TYPE))`"),
        );
    }

    fn no_type(&mut self, form: &Form) {
        self.error("unknown-form", form.span, "unknown form").label =
            "this is no definition".to_string();
    }
}

fn text(form: &Form) -> String {
    print::unabbreviated(form)
}

fn count(variables: &mut Variables, name: &Symbol, span: Span) {
    variables.entry(name.clone()).or_insert((0, span)).0 += 1;
}

/// `t(_,_)`, as Erlang writes it.
fn with_parameters((name, count): &Function) -> String {
    format!(
        "{}({})",
        print::symbol_text(name),
        vec!["_"; *count].join(",")
    )
}

/// The types that every module has.
fn is_builtin((name, count): &Function) -> bool {
    match count {
        0 => matches!(
            name.as_str(),
            "any"
                | "arity"
                | "atom"
                | "binary"
                | "bitstring"
                | "bool"
                | "boolean"
                | "byte"
                | "char"
                | "float"
                | "fun"
                | "function"
                | "identifier"
                | "integer"
                | "iodata"
                | "iolist"
                | "list"
                | "map"
                | "maybe_improper_list"
                | "mfa"
                | "module"
                | "neg_integer"
                | "nil"
                | "no_return"
                | "node"
                | "non_neg_integer"
                | "none"
                | "nonempty_binary"
                | "nonempty_bitstring"
                | "nonempty_list"
                | "nonempty_maybe_improper_list"
                | "nonempty_string"
                | "number"
                | "pid"
                | "port"
                | "pos_integer"
                | "reference"
                | "string"
                | "term"
                | "timeout"
                | "tuple"
        ),
        1 => matches!(name.as_str(), "list" | "nonempty_list"),
        2 => matches!(
            name.as_str(),
            "maybe_improper_list"
                | "nonempty_improper_list"
                | "nonempty_maybe_improper_list"
                | "range"
        ),
        _ => false,
    }
}
