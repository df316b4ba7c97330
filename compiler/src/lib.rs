//! The compiler: LFE source text in, object bytes and diagnostics out. Modules stand in pipeline order.
#![forbid(unsafe_code)]

/// Spans, symbols, diagnostics, constant terms: what every stage uses.
pub mod base;

/// Source text to forms with spans.
pub mod reader;

/// Macros as the expander sees them: terms, and somebody who calls functions.
pub mod macros;

/// Headers of Erlang as LFE's forms.
mod erlang_header;

/// Macro expansion: forms to LFE's core forms.
pub mod expander;

/// LFE's errors and warnings on expanded forms.
pub mod lint;

/// The core language: LFE's core forms with names resolved.
pub mod core;

/// Core to Mid: pattern matching compiled, closures converted, operands named.
pub mod middle;

/// Mid to Mid.
pub mod optimise;

/// Mid to Cut: continuations, frames, polls.
pub mod cut;

/// Cut to CLIF.
pub mod clif;

/// CLIF to a relocatable object.
pub mod object;

/// What others need to know of a module.
mod interface;

/// Where macros run.
pub mod host;

/// What a source says of itself.
pub mod documentation;

/// Functions that no source text has.
mod library;

/// All stages as one function.
pub mod pipeline;

/// Forms that are evaluated one after the other.
pub mod session;
