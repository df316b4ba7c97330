//! Exceptions: raising, stack traces, the report of one that nobody caught.
//!
//! A *raw trace* is a list whose elements are addresses of [`Location`](alate_abi::sections::Location)
//! records (they read as fixnums) or finished entries `#(module function arity-or-arguments info)`.
//! It becomes a list of entries only when somebody looks.

mod backtrace;
mod calls;
mod report;
mod summary;

pub use backtrace::{build as build_trace, elsewhere as trace_elsewhere, here as trace_here};
pub use calls::set_limit;
pub use report::{trace_text, uncaught_text};
pub use summary::Summary;
