//! What all stages know of structs.

/// Key of a struct's name in the map that it is, and name of the functions that make a module's structs.
pub const STRUCT: &str = "__struct__";
