//! Patterns: what may stand in them, and which variables they bind.

use super::aliases;
use super::bits::Side;
use super::expressions::is_code_points;
use super::scope::Bound;
use super::{Linter, names};
use crate::reader::form::{Form, Kind};
use crate::reader::print;

impl Linter {
    pub fn pattern<'f>(&mut self, form: &'f Form, bound: &mut Bound<'f>) {
        match &form.kind {
            Kind::Symbol(name) if self.is_dynamic(name) => self.dynamic_in_pattern(name, form),
            Kind::Symbol(name) if name.as_str() != "_" => bound.add(name, form),
            Kind::List(items) if !items.is_empty() && !is_code_points(items) => {
                self.deeper(form.span, |this| this.list_pattern(form, items, bound));
            }
            Kind::Improper(items, tail) => self.dotted_pattern(form, items, tail, bound),
            _ => {}
        }
    }

    fn patterns<'f>(&mut self, forms: &'f [Form], bound: &mut Bound<'f>) {
        for form in forms {
            self.pattern(form, bound);
        }
    }

    pub fn illegal_pattern(&mut self, form: &Form) {
        let message = format!("illegal pattern {}", print::unabbreviated(form));
        let error = self.error("illegal-pattern", form.span, message);
        error.label = "no pattern looks like this".to_string();
        if let Some(head) = form.head()
            && !names::is_core_form(head)
            && form.as_list().is_some_and(|items| items.len() > 1)
        {
            let hint = "to match a list, write `(list …)`; to match a tuple, `(tuple …)`";
            error.hints.push(hint.to_string());
        }
    }

    fn list_pattern<'f>(&mut self, form: &'f Form, items: &'f [Form], bound: &mut Bound<'f>) {
        let Some((head, arguments)) = items.split_first() else {
            return;
        };
        match (head.as_symbol().map(|name| name.as_str()), arguments) {
            (Some("quote"), [_]) => {}
            (Some("cons"), [_, _]) | (Some("list" | "tuple"), _) => {
                self.patterns(arguments, bound);
            }
            (Some("="), [left, right]) => {
                self.pattern(left, bound);
                self.pattern(right, bound);
                if !aliases::compatible(left, right) {
                    let error = self.error("bad-alias-pattern", form.span, "bad pattern alias");
                    error.label = "no value matches both patterns".to_string();
                }
            }
            (Some("binary"), _) => self.segments(arguments, &mut Side::Pattern(bound)),
            (Some("map"), _) => {
                if arguments.len() % 2 == 1 {
                    self.bad_form(form.span, "map").label = "keys and values alternate".to_string();
                    return;
                }
                for pair in arguments.chunks(2) {
                    if let [key, value] = pair {
                        self.map_key(key);
                        self.pattern(value, bound);
                    }
                }
            }
            (Some("++"), [prefixes @ .., last]) => {
                if !prefixes.iter().all(aliases::is_literal_list) {
                    self.error("illegal-pattern", form.span, "illegal pattern")
                        .label = "all but the last part of `++` are literal lists".to_string();
                }
                self.patterns(prefixes, bound);
                self.pattern(last, bound);
            }
            (Some("record" | "make-record"), [record, fields @ ..]) => {
                self.record_pattern(record, fields, bound);
            }
            (Some("struct"), [structure, fields @ ..]) => {
                self.struct_pattern(structure, fields, bound);
            }
            (Some("record-index"), [_, _]) => {
                self.record_form("record-index", arguments, Linter::expression);
            }
            _ => self.illegal_pattern(form),
        }
    }

    fn dotted_pattern<'f>(
        &mut self,
        form: &'f Form,
        items: &'f [Form],
        tail: &'f Form,
        bound: &mut Bound<'f>,
    ) {
        match items[0].as_symbol().map(|name| name.as_str()) {
            Some("list" | "tuple") => {
                self.patterns(&items[1..], bound);
                self.illegal_pattern(tail);
            }
            Some("map") => {
                self.bad_form(form.span, "map");
            }
            Some("binary") => {
                self.error("bad-form", form.span, "bad binary pattern");
            }
            _ => self.illegal_pattern(form),
        }
    }

    /// A key is a literal.
    fn map_key(&mut self, key: &Form) {
        let literal = match &key.kind {
            Kind::Symbol(_) | Kind::Improper(..) => false,
            Kind::List(items) => {
                is_code_points(items) || (key.head() == Some("quote") && items.len() == 2)
            }
            _ => true,
        };
        if literal {
            return;
        }
        let message = format!("illegal map key {}", print::unabbreviated(key));
        let error = self.error("illegal-map-key", key.span, message);
        error.label = "the keys in a pattern are literals".to_string();
        if let Some(name) = key.as_symbol() {
            let name = print::symbol_text(name);
            error
                .hints
                .push(format!("if you mean the atom, write `'{name}`"));
        }
    }
}
