//! Attributes of a module that name its functions: `on_load`, and those that say which functions are
//! deprecated or are no longer there (OTP's reference manual, "Modules"; xref's manual page).

use super::Linter;
use super::module::{as_arity, describe, name_and_arity};
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

/// When a deprecated function goes, where it is not told in a string.
const TIMES: [&str; 3] = ["next_version", "next_major_release", "eventually"];

/// Functions that an entry of `deprecated` or `removed` is about. None: any of them.
struct Withdrawn<'f> {
    name: Option<&'f str>,
    arity: Option<usize>,
}

impl Linter {
    pub fn on_load(&mut self, attribute: &Form, values: &[Form], proper: bool) {
        match values {
            [value] if proper => match name_and_arity(value) {
                Some(_) if self.names.on_load.is_some() => {
                    self.error("bad-on-load", value.span, "bad on_load attribute")
                        .label = "a module has one such function".to_string();
                }
                Some(function) if function.1 == 0 => {
                    self.names.on_load = Some(function);
                }
                Some(function) => {
                    let message = format!(
                        "function {} has wrong arity (must be 0)",
                        describe(&function)
                    );
                    self.error("bad-on-load", value.span, message);
                }
                None => {
                    self.error("bad-on-load", value.span, "bad on_load attribute");
                }
            },
            _ => {
                self.error("bad-on-load", attribute.span, "bad on_load attribute");
            }
        }
        let on_load = self.names.on_load.clone();
        if let (Some(function), Some(value)) = (on_load, values.first()) {
            // Checked with the exports, once all functions are known.
            self.names.exports.entry(function).or_insert(value.span);
        }
    }

    /// `(deprecated entry…)` or `(removed entry…)`, once all functions are known.
    pub fn withdrawn(&mut self, attribute: &Form) {
        let Some([name, entries @ ..]) = attribute.as_list() else {
            return;
        };
        let kind = name.as_symbol().map_or("", |name| name.as_str());
        // A single list is the value as a whole.
        let entries = match entries {
            [only] => only.as_list().unwrap_or(entries),
            _ => entries,
        };
        for entry in entries {
            let named = print::unabbreviated(entry);
            match withdrawn(entry, kind) {
                _ if entry
                    .as_symbol()
                    .is_some_and(|name| name.as_str() == "module") => {}
                Some(functions) => self.withdrawn_functions(entry.span, kind, &functions),
                None => {
                    let message = format!("badly formed {kind} attribute {named}");
                    self.error("bad-attribute", entry.span, message)
                        .hints
                        .push("write `#(name arity)` or `#(name arity \"why\")`".to_string());
                }
            }
        }
    }

    fn withdrawn_functions(&mut self, span: Span, kind: &str, functions: &Withdrawn) {
        let fits = |name: &str, arity: usize| {
            functions.name.is_none_or(|wanted| wanted == name)
                && functions.arity.is_none_or(|wanted| wanted == arity)
        };
        let known = match self.names.exports_all {
            true => self.names.functions.keys().collect::<Vec<_>>(),
            false => self.names.exports.keys().collect(),
        };
        let is_there = known
            .into_iter()
            .any(|(name, arity)| fits(name.as_str(), *arity));
        let arity = functions
            .arity
            .map_or("'_'".to_owned(), |arity| arity.to_string());
        let described = format!("{}/{arity}", functions.name.unwrap_or("'_'"));
        let is_one = functions.name.is_some() && functions.arity.is_some();
        let message = match (kind, is_there) {
            ("deprecated", false) => {
                format!("deprecated function {described} undefined or not exported")
            }
            ("removed", true) if is_one => {
                format!("removed function {described} is still exported")
            }
            ("removed", true) => {
                format!("at least one function matching {described} is still exported")
            }
            _ => return,
        };
        self.error("bad-attribute", span, message);
    }
}

/// `#(name arity)` or `#(name arity time)`; `_` stands for any name or arity.
fn withdrawn<'f>(entry: &'f Form, kind: &str) -> Option<Withdrawn<'f>> {
    let Kind::Tuple(parts) = &entry.kind else {
        return None;
    };
    let (name, arity) = match &parts[..] {
        [name, arity] => (name, arity),
        [name, arity, when] => {
            let is_time = |name: &str| kind == "deprecated" && TIMES.contains(&name);
            let is_text = matches!(when.kind, Kind::String(_));
            let is_known = when.as_symbol().is_some_and(|name| is_time(name.as_str()));
            (is_text || is_known).then_some((name, arity))?
        }
        _ => return None,
    };
    let any = |form: &Form| form.as_symbol().is_some_and(|name| name.as_str() == "_");
    let name = match any(name) {
        true => None,
        false => Some(name.as_symbol()?.as_str()),
    };
    let arity = match any(arity) {
        true => None,
        false => Some(as_arity(arity)?),
    };
    Some(Withdrawn { name, arity })
}
