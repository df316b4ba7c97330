//! What the expander needs for the user's macros: somebody who compiles and calls them.
//!
//! A macro's body is compiled like any other function, by the same stages, and its object is loaded into
//! a runtime beside the compiler. The expander comes before these stages, so [`Evaluator`] stands for all.

pub mod external;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{SourceFile, Sources};
use crate::reader::form::Form;

/// Answers what a macro asks while it runs: terms in the external format both.
pub type Answer<'a> = dyn FnMut(Vec<u8>) -> Vec<u8> + 'a;

/// What a form includes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Included {
    /// `(include-file "name")`.
    File(String),
    /// `(include-lib "application/path")`.
    Library(String),
}

/// Why a file was not included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotIncluded {
    /// There is none of that name.
    Missing,
    /// It cannot be read: why.
    Unreadable(String),
}

/// What the expander asks for.
pub trait Evaluator {
    /// Compiles a module of expanded forms and loads it. What is wrong with it is about the definitions
    /// of macros.
    fn define(&self, forms: &[Form], sources: &Sources) -> Result<(), Vec<Diagnostic>>;

    /// Loads a module by name: one of the library, or one of the program that is being built, which is
    /// compiled first. The answer is the files that it was made from. None: there is no such module, or
    /// it exports no macros.
    fn load_macros(&self, module: &str) -> Result<Option<Vec<SourceFile>>, String>;

    /// Finds a file that another, of this name, includes.
    fn include(&self, file: &Included, from: &str) -> Result<SourceFile, NotIncluded>;

    /// Calls a function. The request is `#(module function arguments)`, the result `#(ok value)` or
    /// `#(error text)`.
    fn call(&self, request: &[u8], answer: &mut Answer) -> Result<Vec<u8>, String>;
}

/// The function of two arguments, the arguments of a call and the environment, that a macro is in the
/// module that defines it for the compiler.
pub fn function_name(name: &str) -> String {
    format!("macro {name}")
}

/// Head of an entry in the metadata of functions that the expander has made.
pub const GENERATED: &str = "generated";

/// The function `(name arguments environment)` through which others expand a module's exported macros:
/// `#(yes expansion)` or `no`. Its name is LFE's.
pub const EXPAND_EXPORTED: &str = "LFE-EXPAND-EXPORTED-MACRO";
