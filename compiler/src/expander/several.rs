//! Several modules in one file: where the next begins, the one before it is complete. What stands before
//! the first belongs to all of them, macros and records too; what one defines, the next does not know.

use super::macros::Mark;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::reader::form::Form;
use std::collections::BTreeSet;

/// What is known between the modules of a file.
#[derive(Default)]
pub struct Several {
    /// The forms of the modules that are complete.
    pub complete: Vec<Vec<Form>>,
    before: Option<Before>,
    names: BTreeSet<String>,
    /// Modules that are complete and export macros.
    pub exporting: BTreeSet<String>,
}

/// What stands before the first module.
struct Before {
    forms: Vec<Form>,
    mark: Mark,
}

impl Expander<'_> {
    /// A module begins.
    pub(super) fn enter_module(&mut self, name: Option<&Form>, expanded: &mut Vec<Form>) {
        match &self.several.before {
            None => {
                let before = Before {
                    forms: expanded.clone(),
                    mark: self.macros.mark(),
                };
                self.several.before = Some(before);
            }
            Some(_) => self.next_module(expanded),
        }
        if let Some(name) = name
            && let Some(text) = name.as_symbol()
            && !self.several.names.insert(text.to_string())
        {
            let message = format!("module {text} already defined");
            self.report(Diagnostic::error("module-defined", name.span, message));
        }
        self.env.module = name.cloned();
    }

    fn next_module(&mut self, expanded: &mut Vec<Form>) {
        let exports_macros = !self.env.exported_macros.is_empty();
        self.finish(expanded);
        if exports_macros {
            self.load_exported(expanded);
        }
        if let Some(before) = &self.several.before {
            let complete = std::mem::replace(expanded, before.forms.clone());
            self.several.complete.push(complete);
            self.macros.back_to(&before.mark);
        }
    }

    /// The modules that follow may use the macros of this one.
    fn load_exported(&mut self, forms: &[Form]) {
        let name = self.env.module.as_ref().and_then(Form::as_symbol);
        // What is wrong with it is said when it is compiled as a module of the program.
        if let Some(name) = name.map(|name| name.to_string())
            && self.evaluator.define(forms, self.sources).is_ok()
        {
            self.several.exporting.insert(name);
        }
    }
}
