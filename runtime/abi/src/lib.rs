//! What the compiler and the runtime both know, each fact declared once.
//!
//! No logic beyond bit arithmetic lives here, and no dependency. The compiler reads these tables to
//! emit code; the runtime reads them to understand what the code left in memory.
#![no_std]

pub mod word;

pub mod layout;

pub mod context;

pub mod call;

pub mod program;

pub mod builtins;

pub mod cost;

pub mod runtime_calls;

pub mod sections;
