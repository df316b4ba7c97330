//! What a source says of itself: modules, functions, macros, records, types and dynamic variables with their
//! signatures, specifications, doc strings and places.
//!
//! [`collect`] reads it off forms as they were written, so that signatures are the user's and a file with
//! errors has documentation too; what macros have defined is added from the expanded forms. [`render`]
//! shows it on a terminal or as Markdown. [`core_forms`] describes what the language itself has.

mod collect;
pub mod core_forms;
mod record_names;
pub mod render;
mod signatures;

pub use collect::{Include, collect, read};
pub use record_names::accessors;

use crate::base::span::Span;
use crate::base::suggest::nearest;

/// What an entry documents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Macro,
    Function,
    Record,
    Struct,
    Variable,
    Type,
}

/// Where an entry's definition is to be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// As it stands there.
    Written,
    /// In the expansion of a macro that is called there.
    Expanded,
    /// In the runtime.
    Builtin,
}

/// What is documented of one definition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub kind: Kind,
    pub name: String,
    /// Of functions and types.
    pub arity: Option<usize>,
    pub is_exported: bool,
    /// How it is called, one for each clause; the definition of a record or type.
    pub signatures: Vec<String>,
    /// Its specifications as written.
    pub specifications: Vec<String>,
    /// The doc string.
    pub text: Option<String>,
    /// The fields of a record.
    pub fields: Vec<String>,
    pub origin: Origin,
    /// The definition, and the name in it.
    pub span: Span,
    pub name_span: Span,
}

impl Entry {
    /// `name/arity`, or the name of what has none.
    pub fn label(&self) -> String {
        match self.arity {
            Some(arity) => format!("{}/{arity}", self.name),
            None => self.name.clone(),
        }
    }

    /// A function that the runtime has.
    pub fn builtin(name: &str, arity: usize) -> Entry {
        Entry {
            kind: Kind::Function,
            name: name.to_owned(),
            arity: Some(arity),
            is_exported: true,
            signatures: Vec::new(),
            specifications: Vec::new(),
            text: None,
            fields: Vec::new(),
            origin: Origin::Builtin,
            span: Span::default(),
            name_span: Span::default(),
        }
    }
}

/// What is documented of a module. One without a name is a file that begins none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Module {
    pub name: String,
    pub text: Option<String>,
    /// In the order of the source, what macros define last.
    pub entries: Vec<Entry>,
    /// The form that begins it, and the name in it.
    pub span: Span,
    pub name_span: Span,
}

impl Module {
    /// The entries of a name, or of the record that defines a macro of this name.
    pub fn find(&self, name: &str, arity: Option<usize>) -> Vec<&Entry> {
        let fits = |entry: &&Entry| {
            entry.name == name && (arity.is_none() || entry.arity.is_none() || entry.arity == arity)
        };
        let found: Vec<&Entry> = self.entries.iter().filter(fits).collect();
        if !found.is_empty() {
            return found;
        }
        let records = self
            .entries
            .iter()
            .filter(|entry| entry.kind == Kind::Record);
        records
            .filter(|record| accessors(record).iter().any(|(own, _)| own == name))
            .collect()
    }

    /// A name like this one that has an entry.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.entries.iter().map(|entry| entry.name.as_str()))
    }
}

#[cfg(test)]
mod tests;
