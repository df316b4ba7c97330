//! Calls, returns and frames.
//!
//! Every Lisp function and continuation uses Cranelift's `Tail` convention and is entered by a tail
//! call. Parameter 0 is `sp`; up to [`REGISTER_ARGUMENTS`] arguments follow in registers, further
//! ones lie in `Context::arguments` (argument k in slot k - 5). The pinned register holds the context.
//!
//! ```text
//! frame          [v0 v1 … vn ret]                      sp points past ret; the stack grows up
//! handler frame  [v0 v1 … vn link handler ret]         link: distance in bytes from this sp down to the
//!                                                      previous handler's sp, 0 if none (a fixnum)
//! binding frame  [old variable link handler ret]       a handler frame of its own: the variable's record and
//!                                                      what it was bound to before, `ABSENT` if it was not
//! ```
//!
//! To return, load the word under `sp` and tail-call it with `sp` unchanged and the result in the
//! first argument register; the continuation knows its frame's size and pops it.
//! To raise, the runtime cuts the stack to the handler's `sp` and enters `handler` with `sp`, class
//! (a fixnum), reason and trace; the handler pops the frame as the continuation would.

/// Arguments after `sp` that travel in registers.
pub const REGISTER_ARGUMENTS: usize = 5;

/// Greatest arity of a function.
pub const MAX_ARITY: usize = 255;

/// Every code address that can lie on a stack or in a closure is aligned to this.
pub const CODE_ALIGNMENT: u64 = 16;

/// Offsets in bytes from a handler frame's `sp`.
pub const HANDLER_RETURN: i32 = -8;
pub const HANDLER_CODE: i32 = -16;
pub const HANDLER_LINK: i32 = -24;

/// Offsets in bytes from a binding frame's `sp`, and its size. Return word and handler are stubs that
/// undo the binding and go on to the frame below.
pub const BINDING_VARIABLE: i32 = -32;
pub const BINDING_OLD: i32 = -40;
pub const BINDING_BYTES: i32 = 40;
