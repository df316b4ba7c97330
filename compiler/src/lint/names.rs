//! LFE's core forms and core functions: names that nothing can redefine.

use crate::base::auto_imported;

/// Is it a core form? A function of that name is an error.
pub fn is_core_form(name: &str) -> bool {
    CORE_FORMS.contains(&name)
}

const CORE_FORMS: &[&str] = &[
    "quote",
    "lambda",
    "match-lambda",
    "function",
    "let",
    "let-function",
    "letrec-function",
    "let-macro",
    "progn",
    "prog1",
    "prog2",
    "if",
    "case",
    "cond",
    "maybe",
    "receive",
    "catch",
    "try",
    "funcall",
    "call",
    "when",
    "else",
    "define-module",
    "extend-module",
    "define-function",
    "define-macro",
    "define-record",
    "define-struct",
    "define-type",
    "define-opaque-type",
    "define-function-spec",
    "eval-when-compile",
];

/// Names that are core functions with some number of arguments.
const CORE_FUNCTIONS: &[&str] = &[
    "cons",
    "car",
    "cdr",
    "list",
    "tuple",
    "tref",
    "tset",
    "binary",
    "map",
    "map-size",
    "map-get",
    "map-set",
    "map-update",
    "map-remove",
    "msiz",
    "mref",
    "mset",
    "mupd",
    "mrem",
    "andalso",
    "orelse",
    "record",
    "make-record",
    "is-record",
    "record-index",
    "record-field",
    "record-update",
    "struct",
    "is-struct",
    "struct-field",
    "struct-update",
    "list-comp",
    "binary-comp",
    "lc",
    "bc",
];

/// Is a call with so many arguments a core function or an operator? Defining it has no effect on
/// such calls.
pub fn is_core_function(name: &str, arity: usize) -> bool {
    match name {
        "quote" | "car" | "cdr" | "map-size" | "msiz" => arity == 1,
        "cons" | "tref" | "map-get" | "mref" | "is-record" | "record-index" => arity == 2,
        "lc" | "bc" | "list-comp" | "binary-comp" => arity == 2,
        "tset" | "record-field" | "struct-field" => arity == 3,
        "list" | "tuple" | "binary" => true,
        "map" => arity.is_multiple_of(2),
        "map-set" | "mset" | "map-update" | "mupd" | "record" | "make-record" | "struct" => {
            arity % 2 == 1
        }
        "record-update" | "struct-update" => arity >= 2 && arity.is_multiple_of(2),
        "map-remove" | "mrem" | "funcall" => arity >= 1,
        "is-struct" => arity == 1 || arity == 2,
        "call" => arity >= 2,
        "!" => false,
        _ => {
            auto_imported::is_operator(name, arity)
                || (auto_imported::is_variadic_operator(name) && arity >= 1)
        }
    }
}

/// Does an operator accept so many operands?
pub fn is_operator_call(name: &str, arity: usize) -> bool {
    auto_imported::is_operator(name, arity)
        || (auto_imported::is_variadic_operator(name) && arity > 2)
}

/// All core names, for suggestions.
pub fn core_names() -> impl Iterator<Item = &'static str> {
    CORE_FORMS.iter().chain(CORE_FUNCTIONS).copied()
}

/// Is it defined in every module by the compiler?
pub fn is_predefined(name: &str, arity: usize) -> bool {
    matches!(
        (name, arity),
        ("module_info", 0 | 1) | ("__info__", 1) | ("LFE-EXPAND-EXPORTED-MACRO", 3)
    )
}
