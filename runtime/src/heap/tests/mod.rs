//! Tests of the heap: a mock mutator with a shadow model, random operations, planted faults.

mod bench;
mod faults;
mod gang;
mod model;
mod random;
