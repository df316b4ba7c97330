//! The chain of handler frames and binding frames.

use alate_abi::call::{HANDLER_LINK, HANDLER_RETURN};
use alate_abi::sections::BINDING_FRAME;

use crate::stack::record::Stack;

impl Stack {
    /// Whether the handler frame that ends at `sp` is that of a dynamic binding.
    pub fn is_binding_frame(&self, sp: usize) -> bool {
        let position = sp.checked_add_signed(HANDLER_RETURN as isize);
        let position = position.and_then(|word| word.checked_sub(self.base()));
        let code = position.map(|position| self.return_word(position));
        let row = code.and_then(|code| self.stacks.frames().find(code));
        row.is_some_and(|row| row.is_handler == BINDING_FRAME)
    }

    /// Where the handler frame outside the one that ends at `sp` ends; 0 if there is none.
    pub fn outer_handler(&self, sp: usize) -> usize {
        let word = (sp as isize + HANDLER_LINK as isize) as *const u64;
        // SAFETY: callers name the end of a handler frame of this stack.
        match unsafe { *word } as usize {
            0 => 0,
            link => sp - link,
        }
    }
}
