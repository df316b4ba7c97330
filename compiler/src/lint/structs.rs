//! Structs: the module's own, whose fields are known here, and those of other modules, which are not.

use super::Linter;
use super::records::{Check, field};
use super::scope::Bound;
use crate::base::diagnostic::Diagnostic;
use crate::base::symbol::Symbol;
use crate::reader::form::Form;
use crate::reader::print;

impl Linter {
    /// `(define-struct (field…))`, whose default values are data.
    pub fn struct_definition(&mut self, form: &Form) {
        if self.names.own_struct.is_some() {
            let error = self.error("struct-redefined", form.span, "struct already defined");
            error.label = "a module has one struct, of its own name".to_string();
            return;
        }
        let Some(fields) = form.as_list().and_then(|parts| parts[1].as_list()) else {
            let error = self.error("bad-struct", form.span, "bad definition of struct");
            error.label = "a struct is `(define-struct (FIELD …))`".to_string();
            return;
        };
        let mut names = Vec::with_capacity(fields.len());
        for form in fields {
            match field(form) {
                Some((name, _)) => names.push(name.clone()),
                None => self.bad_field(form, "struct"),
            }
        }
        self.names.own_struct = Some(names);
    }

    /// Checks a form over structs; false if it is none with so many arguments.
    pub fn struct_form(&mut self, name: &str, arguments: &[Form], check: Check) -> bool {
        match (name, arguments) {
            ("struct", [structure, fields @ ..]) => {
                self.struct_fields(structure, fields, &mut |linter, value| check(linter, value));
            }
            ("is-struct", [value]) => check(self, value),
            ("is-struct", [value, structure]) => {
                check(self, value);
                self.struct_named(structure);
            }
            ("struct-field", [value, structure, field]) => {
                check(self, value);
                if let Some((name, known)) = self.struct_named(structure) {
                    self.struct_field(&name, known.as_deref(), field);
                }
            }
            ("struct-update", [value, structure, fields @ ..]) => {
                check(self, value);
                self.struct_fields(structure, fields, &mut |linter, value| check(linter, value));
                self.repeated_names(fields);
            }
            _ => return false,
        }
        true
    }

    /// `(struct name field pattern …)`.
    pub fn struct_pattern<'f>(
        &mut self,
        structure: &'f Form,
        fields: &'f [Form],
        bound: &mut Bound<'f>,
    ) {
        if fields.len() % 2 == 1 {
            let message = format!(
                "bad definition of struct {}",
                print::unabbreviated(structure)
            );
            self.error("bad-struct", structure.span, message).label =
                "fields and patterns alternate after the struct's name".to_string();
            return;
        }
        if !self.struct_fields(structure, fields, &mut |linter, pattern| {
            linter.pattern(pattern, bound);
        }) {
            // So that its variables are not said to be unbound.
            for pair in fields.chunks_exact(2) {
                self.pattern(&pair[1], bound);
            }
        }
    }

    /// Fields and their values; false if there is no such struct.
    fn struct_fields<'f>(
        &mut self,
        structure: &Form,
        fields: &'f [Form],
        check: &mut dyn FnMut(&mut Linter, &'f Form),
    ) -> bool {
        let Some((name, known)) = self.struct_named(structure) else {
            return false;
        };
        for pair in fields.chunks(2) {
            match pair {
                [field, value] => {
                    self.struct_field(&name, known.as_deref(), field);
                    check(self, value);
                }
                [field, ..] => {
                    let what = format!("struct {}", print::symbol_text(&name));
                    self.missing_value(field, &what);
                }
                [] => {}
            }
        }
        true
    }

    fn struct_field(&mut self, structure: &Symbol, known: Option<&[Symbol]>, field: &Form) {
        let what = format!("struct {}", print::symbol_text(structure));
        match known {
            Some(known) => {
                self.known_field(field, known, &what);
            }
            // What no struct has as a field can be told even so.
            None if field.as_symbol().is_none() => {
                self.known_field(field, &[], &what);
            }
            None => {}
        }
    }

    /// The struct that a form names, with its fields if it is the module's own.
    fn struct_named(&mut self, form: &Form) -> Option<(Symbol, Option<Vec<Symbol>>)> {
        let is_own = form.as_symbol().is_some() && form.as_symbol() == self.names.module.as_ref();
        match (form.as_symbol(), &self.names.own_struct) {
            (Some(name), Some(fields)) if is_own => Some((name.clone(), Some(fields.clone()))),
            (Some(name), _) if !is_own => Some((name.clone(), None)),
            _ => {
                let message = format!("struct {} undefined", print::unabbreviated(form));
                let error = Diagnostic::error("undefined-struct", form.span, message);
                self.report(error.label(match is_own {
                    true => "this module defines no struct",
                    false => "the name of a module stands here, without a quote",
                }));
                None
            }
        }
    }

    /// Warns of fields that are updated twice.
    fn repeated_names(&mut self, fields: &[Form]) {
        let names = || fields.chunks_exact(2).map(|pair| &pair[0]);
        for (index, field) in names().enumerate() {
            if let Some(name) = field.as_symbol()
                && names()
                    .skip(index + 1)
                    .any(|later| later.as_symbol() == Some(name))
            {
                let name = print::symbol_text(name);
                let message = format!("key '{name}' will be overridden in expression");
                self.warning("repeated-key", field.span, message);
            }
        }
    }
}
