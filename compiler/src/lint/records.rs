//! Records: their definitions, and the forms that use them.

use super::Linter;
use super::scope::Bound;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::suggest;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A record that the module defines.
pub struct Record {
    pub place: Span,
    pub fields: Rc<Vec<Symbol>>,
    pub is_used: bool,
}

/// How a value in a form is checked: as an expression, or as a guard's.
pub type Check = fn(&mut Linter, &Form);

/// Name and default value of a well-formed field.
pub fn field(form: &Form) -> Option<(&Symbol, Option<&Form>)> {
    match form.as_list() {
        Some([name]) => Some((name.as_symbol()?, None)),
        Some([name, default] | [name, default, _]) => Some((name.as_symbol()?, Some(default))),
        _ => Some((form.as_symbol()?, None)),
    }
}

impl Linter {
    /// The definitions, in order: a default value may make records of those before it.
    pub fn record_definitions(&mut self, definitions: &[&Form]) {
        for form in definitions {
            let Some([_, name, fields]) = form.as_list() else {
                continue;
            };
            let (Some(symbol), Some(fields)) = (name.as_symbol(), fields.as_list()) else {
                let message = format!("bad definition of record {}", print::unabbreviated(name));
                self.error("bad-record", name.span, message).label =
                    "a record is `(define-record NAME (FIELD …))`".to_string();
                continue;
            };
            if let Some(record) = self.names.records.get(symbol) {
                let place = record.place;
                let message = format!("record {} already defined", print::symbol_text(symbol));
                let error = self.error("record-redefined", name.span, message);
                let secondary = (place, "first defined here".to_string());
                error.secondary.push(secondary);
                continue;
            }
            let mut names: Vec<Symbol> = Vec::with_capacity(fields.len());
            let mut seen = BTreeSet::new();
            for form in fields {
                let Some((field, default)) = field(form) else {
                    self.bad_field(form, &format!("record {}", print::symbol_text(symbol)));
                    continue;
                };
                if seen.insert(field) {
                    names.push(field.clone());
                } else {
                    self.repeated_field(form.span, field, symbol);
                }
                if let Some(default) = default {
                    self.expression(default);
                }
            }
            let record = Record {
                place: name.span,
                fields: Rc::new(names),
                is_used: false,
            };
            self.names.records.insert(symbol.clone(), record);
        }
    }

    pub fn bad_field(&mut self, form: &Form, what: &str) {
        let message = format!("bad field {} in {what}", print::unabbreviated(form));
        self.error("bad-field", form.span, message).label =
            "a field is `NAME`, `(NAME)`, `(NAME DEFAULT)` or `(NAME DEFAULT TYPE)`".to_string();
    }

    fn repeated_field(&mut self, span: Span, field: &Symbol, record: &Symbol) {
        let message = format!(
            "field {} already defined in record {}",
            print::symbol_text(field),
            print::symbol_text(record)
        );
        self.error("field-repeated", span, message);
    }

    /// Records in types: they are looked up, and count as used.
    pub fn records_in_type(&mut self, form: &Form) {
        let mut work = vec![form];
        while let Some(form) = work.pop() {
            let (Kind::List(parts) | Kind::Tuple(parts)) = &form.kind else {
                continue;
            };
            if let [head, name, ..] = &parts[..]
                && head.as_symbol().is_some_and(|head| *head == *"record")
            {
                self.record_named(name);
            }
            work.extend(parts);
        }
    }

    /// The types of a record's fields.
    pub fn records_in_fields(&mut self, definition: &Form) {
        let fields = definition.as_list().and_then(|parts| parts[2].as_list());
        for field in fields.unwrap_or_default() {
            if let Some([_, _, of_type]) = field.as_list() {
                self.records_in_type(of_type);
            }
        }
    }

    /// Records that nobody uses.
    pub fn unused_records(&mut self) {
        if self.has_errors() {
            return;
        }
        let unused = self
            .names
            .records
            .iter()
            .filter(|(_, record)| !record.is_used);
        let unused: Vec<(Symbol, Span)> = unused
            .map(|(name, record)| (name.clone(), record.place))
            .collect();
        for (name, place) in unused {
            let message = format!("record {} is unused", print::symbol_text(&name));
            self.warning("unused-record", place, message);
        }
    }

    /// Checks a form over records; false if it is none with so many arguments.
    pub fn record_form(&mut self, name: &str, arguments: &[Form], check: Check) -> bool {
        match (name, arguments) {
            ("record" | "make-record", [record, fields @ ..]) => {
                self.new_record(record, fields, &mut |linter, value| check(linter, value));
            }
            ("is-record", [value, record]) => {
                check(self, value);
                self.record_named(record);
            }
            ("record-index", [record, field]) => self.field_of_record(record, field),
            ("record-field", [value, record, field]) => {
                check(self, value);
                self.field_of_record(record, field);
            }
            ("record-update", [value, record, fields @ ..]) => {
                check(self, value);
                self.record_update(record, fields, check);
            }
            _ => return false,
        }
        true
    }

    /// `(record name field pattern …)`.
    pub fn record_pattern<'f>(
        &mut self,
        record: &'f Form,
        fields: &'f [Form],
        bound: &mut Bound<'f>,
    ) {
        if record.as_symbol().is_none() || fields.len() % 2 == 1 {
            let message = format!("bad definition of record {}", print::unabbreviated(record));
            self.error("bad-record", record.span, message).label =
                "fields and patterns alternate after the record's name".to_string();
            return;
        }
        if !self.new_record(record, fields, &mut |linter, pattern| {
            linter.pattern(pattern, bound);
        }) {
            // So that its variables are not said to be unbound.
            for pair in fields.chunks_exact(2) {
                self.pattern(&pair[1], bound);
            }
        }
    }

    /// The fields given to a new record; false if nobody knows the record.
    fn new_record<'f>(
        &mut self,
        record: &Form,
        fields: &'f [Form],
        check: &mut dyn FnMut(&mut Linter, &'f Form),
    ) -> bool {
        let Some((name, known)) = self.record_named(record) else {
            return false;
        };
        let mut given = BTreeSet::new();
        let mut wildcard = None;
        for pair in fields.chunks(2) {
            let is_wildcard = pair[0].as_symbol().is_some_and(|field| *field == *"_");
            match pair {
                [field, value] if is_wildcard => {
                    check(self, value);
                    if wildcard.replace(field.span).is_some() {
                        self.empty_wildcard(field.span);
                    }
                }
                _ => self.given_field(&name, &known, pair, &mut given, check),
            }
        }
        if let Some(place) = wildcard
            && given.len() == known.len()
        {
            self.empty_wildcard(place);
        }
        true
    }

    fn empty_wildcard(&mut self, span: Span) {
        self.error("bad-record", span, "'_' initializes no omitted fields");
    }

    fn record_update(&mut self, record: &Form, fields: &[Form], check: Check) {
        let Some((name, known)) = self.record_named(record) else {
            return;
        };
        let mut given = BTreeSet::new();
        for pair in fields.chunks(2) {
            if pair[0].as_symbol().is_some_and(|field| *field == *"_") && pair.len() == 2 {
                let name = print::symbol_text(&name);
                let message = format!("meaningless use of _ in update of record {name}");
                self.error("bad-record", pair[0].span, message);
                continue;
            }
            let check = &mut |linter: &mut Linter, value: &Form| check(linter, value);
            self.given_field(&name, &known, pair, &mut given, check);
        }
    }

    /// A field and its value, or a field alone.
    fn given_field<'f>(
        &mut self,
        record: &Symbol,
        known: &[Symbol],
        pair: &'f [Form],
        given: &mut BTreeSet<Symbol>,
        check: &mut dyn FnMut(&mut Linter, &'f Form),
    ) {
        let what = format!("record {}", print::symbol_text(record));
        match pair {
            [field, value] => {
                let Some(symbol) = self.known_field(field, known, &what) else {
                    return;
                };
                if !given.insert(symbol.clone()) {
                    self.repeated_field(field.span, &symbol, record);
                }
                check(self, value);
            }
            [field, ..] => self.missing_value(field, &what),
            [] => {}
        }
    }

    pub fn missing_value(&mut self, field: &Form, what: &str) {
        let message = format!(
            "missing value to field {} in {what}",
            print::unabbreviated(field)
        );
        self.error("missing-value", field.span, message).label =
            "fields and values alternate".to_string();
    }

    /// The field that is meant, if there is one of this name.
    pub fn known_field(&mut self, form: &Form, known: &[Symbol], what: &str) -> Option<Symbol> {
        if let Some(name) = form.as_symbol()
            && known.contains(name)
        {
            return Some(name.clone());
        }
        let message = format!("field {} undefined in {what}", print::unabbreviated(form));
        let near = form.as_symbol().filter(|_| self.wants_hints());
        let near =
            near.and_then(|name| suggest::nearest(name.as_str(), known.iter().map(Symbol::as_str)));
        let near = near.map(|near| suggest::did_you_mean(&print::symbol_text(&Symbol::new(near))));
        let error = self.error("undefined-field", form.span, message);
        error.label = format!("the {what} has no such field");
        error.hints.extend(near);
        None
    }

    pub fn field_of_record(&mut self, record: &Form, field: &Form) {
        if let Some((name, known)) = self.record_named(record) {
            let what = format!("record {}", print::symbol_text(&name));
            self.known_field(field, &known, &what);
        }
    }

    /// The record that a form names; it counts as used.
    fn record_named(&mut self, form: &Form) -> Option<(Symbol, Rc<Vec<Symbol>>)> {
        let Some(name) = form.as_symbol() else {
            let message = format!("bad record name {}", print::unabbreviated(form));
            let error = self.error("bad-record", form.span, message);
            error.label = "the name of a record stands here, without a quote".to_string();
            return None;
        };
        if let Some(record) = self.names.records.get_mut(name) {
            record.is_used = true;
            return Some((name.clone(), record.fields.clone()));
        }
        let text = print::symbol_text(name);
        let mut error = Diagnostic::error(
            "undefined-record",
            form.span,
            format!("record {text} undefined"),
        )
        .label("no record of this name is defined in this module");
        if self.wants_hints() {
            let known = self.names.records.keys().map(Symbol::as_str);
            let near = suggest::nearest(name.as_str(), known).map(Symbol::new);
            let hint = near.map(|near| suggest::did_you_mean(&print::symbol_text(&near)));
            error.hints.extend(hint);
        }
        self.report(error);
        None
    }

    /// `(is_record value 'name)`, Erlang's test with a constant name: of a record of the module.
    pub fn record_test(&mut self, function: &str, arguments: &[Form]) {
        if let ("is_record", [_, name]) = (function, arguments)
            && let Some([_, name]) = name.as_list().filter(|_| name.head() == Some("quote"))
            && name.as_symbol().is_some()
        {
            self.record_named(name);
        }
    }
}
