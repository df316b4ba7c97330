//! Functions as values.

use super::Word;
use alate_abi::{layout, sections::EXPORT_INDEX, sections::FunctionInfo, word as abi};

/// A closure, or a function that stands for an exported one (`fun m:f/a`).
#[derive(Clone, Copy, Debug)]
pub struct ClosureView(Word);

impl Word {
    #[inline]
    pub fn as_closure(self) -> Option<ClosureView> {
        (self.boxed_kind() == Some(layout::KIND_CLOSURE)).then_some(ClosureView(self))
    }
}

impl ClosureView {
    pub fn arity(self) -> u8 {
        // SAFETY: rule W: the first word is the header.
        abi::header_aux(unsafe { self.0.field(0) })
    }

    /// Address of the static description, which never moves.
    pub fn info_address(self) -> u64 {
        // SAFETY: rule W: a closure has this word.
        unsafe { self.0.field(layout::CLOSURE_INFO) }
    }

    pub fn info(&self) -> &FunctionInfo {
        // SAFETY: the information word of a closure is the address of a static `FunctionInfo`.
        unsafe { &*(self.info_address() as *const FunctionInfo) }
    }

    /// Module, function and arity, if this stands for an exported function.
    pub fn exported(self) -> Option<(Word, Word, u64)> {
        if self.info().index != EXPORT_INDEX {
            return None;
        }
        // SAFETY: rule W: a function that stands for an exported one has these free variables.
        let (module, function) = unsafe {
            (
                Word(self.0.field(layout::EXPORT_MODULE)),
                Word(self.0.field(layout::EXPORT_FUNCTION)),
            )
        };
        Some((module, function, u64::from(self.arity())))
    }

    /// The values of the free variables.
    pub fn free(&self) -> &[Word] {
        // SAFETY: rule W: the header's size counts code, information and free variables.
        unsafe {
            let size = abi::header_size(self.0.field(0)) as usize;
            std::slice::from_raw_parts(
                self.0.address().add(layout::CLOSURE_FREE).cast::<Word>(),
                size + 1 - layout::CLOSURE_FREE,
            )
        }
    }
}
