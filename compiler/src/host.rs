//! Where macros run: what whoever runs the compiler provides. The compiler itself has no runtime.

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{SourceFile, Sources};
use crate::interface::Interface;
use crate::macros::{Answer, Evaluator, Included, NotIncluded};
use crate::reader::form::Form;

/// A runtime into which modules can be loaded, and the files around a source. Errors are sentences for the user.
pub trait Host: Sync {
    /// Loads a module that has just been compiled, after those that it calls.
    fn load(&self, interface: &Interface, object: &[u8]) -> Result<(), String>;

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

/// Where there is no runtime: macros cannot run.
pub struct NoHost;

impl Host for NoHost {
    fn load(&self, _: &Interface, _: &[u8]) -> Result<(), String> {
        Err("there is no runtime here that could run macros".to_owned())
    }

    fn load_macros(&self, _: &str) -> Result<Option<Vec<SourceFile>>, String> {
        Ok(None)
    }

    fn include(&self, _: &Included, _: &str) -> Result<SourceFile, NotIncluded> {
        Err(NotIncluded::Missing)
    }

    fn call(&self, _: &[u8], _: &mut Answer) -> Result<Vec<u8>, String> {
        Err("there is no runtime here that could run macros".to_owned())
    }
}

/// For those who expand and compile nothing.
impl Evaluator for NoHost {
    fn define(&self, forms: &[Form], _: &Sources) -> Result<(), Vec<Diagnostic>> {
        let said = forms.iter().map(|form| {
            Diagnostic::error(
                "macro-host",
                form.span,
                "there is no runtime for macros here",
            )
        });
        Err(said.collect())
    }

    fn load_macros(&self, _: &str) -> Result<Option<Vec<SourceFile>>, String> {
        Ok(None)
    }

    fn include(&self, _: &Included, _: &str) -> Result<SourceFile, NotIncluded> {
        Err(NotIncluded::Missing)
    }

    fn call(&self, request: &[u8], answer: &mut Answer) -> Result<Vec<u8>, String> {
        Host::call(self, request, answer)
    }
}
