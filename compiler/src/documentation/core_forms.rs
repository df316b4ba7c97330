//! What the language itself has: core forms, predefined macros and top-level forms, each in a sentence.

/// A form that no module defines.
pub struct CoreForm {
    pub name: &'static str,
    /// How it is written, on one or more lines.
    pub shape: &'static str,
    pub text: &'static str,
}

/// The form of a name.
pub fn find(name: &str) -> Option<&'static CoreForm> {
    ALL.iter().find(|form| form.name == name)
}

const fn form(name: &'static str, shape: &'static str, text: &'static str) -> CoreForm {
    CoreForm { name, shape, text }
}

/// All of them, by subject.
pub const ALL: &[CoreForm] = &[
    // Modules and definitions.
    form(
        "defmodule",
        "(defmodule name \"doc\" (export (f 1) …) …)",
        "Begins a module. Its attributes say what it exports and imports, its doc string what it is for.",
    ),
    form(
        "extend-module",
        "(extend-module () ((export (f 1) …) …))",
        "Adds attributes to the module that has begun.",
    ),
    form(
        "defun",
        "(defun name (argument …) \"doc\" body …)\n(defun name \"doc\" ((pattern …) (when test …) body …) …)",
        "Defines a function: with plain arguments, or with clauses of which the first that matches is taken.",
    ),
    form(
        "defmacro",
        "(defmacro name (argument …) \"doc\" body …)\n(defmacro name \"doc\" (pattern body …) …)",
        "Defines a macro, in force from here on: a function from the forms of a call to the form that takes its place.",
    ),
    form(
        "defrecord",
        "(defrecord name field (field default) (field default type) …)",
        "Defines a record: a tuple whose fields have names, and macros to make, test, read and update it.",
    ),
    form(
        "defstruct",
        "(defstruct field (field default) …)",
        "Defines the struct of the module: a map with these keys and the key `__struct__`.",
    ),
    form(
        "deftype",
        "(deftype (name parameter …) definition)",
        "Defines a type, for documentation and other tools.",
    ),
    form(
        "defopaque",
        "(defopaque (name parameter …) definition)",
        "Defines a type whose definition is nobody else's business.",
    ),
    form(
        "defspec",
        "(defspec (name arity) ((argument-type …) result-type) …)",
        "Says of which types the arguments and the result of a function are.",
    ),
    form(
        "defvar",
        "(defvar *name* value \"doc\")",
        "Defines a dynamic variable, which keeps its value when the module is loaded again.",
    ),
    form(
        "defparameter",
        "(defparameter *name* value \"doc\")",
        "Defines a dynamic variable, which gets this value whenever the module is loaded.",
    ),
    form(
        "eval-when-compile",
        "(eval-when-compile form …)",
        "Defines functions that macros may call while the module is compiled.",
    ),
    form(
        "include-file",
        "(include-file \"name\")",
        "The forms of another file, as if they were written here.",
    ),
    form(
        "include-lib",
        "(include-lib \"application/include/name\")",
        "The forms of a file of an application or of a folder searched.",
    ),
    // Variables and functions.
    form(
        "let",
        "(let ((pattern (when test …) value) …) body …)",
        "Binds the variables of patterns, all values being evaluated first.",
    ),
    form(
        "let*",
        "(let* ((pattern value) …) body …)",
        "As `let`, but each value sees the variables before it.",
    ),
    form(
        "lambda",
        "(lambda (argument …) body …)",
        "A function without a name.",
    ),
    form(
        "match-lambda",
        "(match-lambda ((pattern …) (when test …) body …) …)",
        "A function without a name that has clauses.",
    ),
    form(
        "flet",
        "(flet ((name (argument …) body …) …) body …)",
        "Local functions that do not see one another.",
    ),
    form(
        "flet*",
        "(flet* ((name (argument …) body …) …) body …)",
        "Local functions each of which sees those before it.",
    ),
    form(
        "fletrec",
        "(fletrec ((name (argument …) body …) …) body …)",
        "Local functions that may call themselves and one another.",
    ),
    form(
        "macrolet",
        "(macrolet ((name (argument …) body …) …) body …)",
        "Local macros.",
    ),
    form(
        "function",
        "(function name arity)\n(function module name arity)",
        "The function of a name as a value; `#'name/arity` and `#'module:name/arity` for short.",
    ),
    form(
        "funcall",
        "(funcall function argument …)",
        "Calls a function that is a value.",
    ),
    form(
        "call",
        "(call module function argument …)",
        "Calls a function of a module; both names are expressions.",
    ),
    form(
        "fun",
        "(fun name arity)\n(fun module name arity)",
        "The function of a name as a value.",
    ),
    // Control.
    form(
        "progn",
        "(progn form …)",
        "Evaluates forms one after the other; the last one's value is its own.",
    ),
    form(
        "prog1",
        "(prog1 form …)",
        "Evaluates forms one after the other; the first one's value is its own.",
    ),
    form(
        "prog2",
        "(prog2 form form …)",
        "Evaluates forms one after the other; the second one's value is its own.",
    ),
    form(
        "if",
        "(if test then else)",
        "Either of two values; without `else` it is `false`.",
    ),
    form(
        "case",
        "(case value (pattern (when test …) body …) …)",
        "The first clause whose pattern matches the value and whose guard holds; `case_clause` is the error if there is none.",
    ),
    form(
        "cond",
        "(cond (test body …) ((?= pattern (when test …) value) body …) ('true body …))",
        "The first clause whose test is true, or whose pattern matches.",
    ),
    form(
        "maybe",
        "(maybe form … (?= pattern value) … (else (pattern body …) …))",
        "Forms one after the other, until a pattern of `?=` does not match: that value is the result, or goes to the clauses of `else`.",
    ),
    form(
        "receive",
        "(receive (pattern (when test …) body …) … (after milliseconds body …))",
        "Takes the first message that matches a clause, waiting until there is one.",
    ),
    form(
        "catch",
        "(catch form …)",
        "The value, or what was raised as a value.",
    ),
    form(
        "try",
        "(try form\n  (case (pattern body …) …)\n  (catch ((tuple class reason stack) body …) …)\n  (after form …))",
        "Evaluates a form and takes care of what it raises; what stands after `after` is evaluated in any case.",
    ),
    form(
        "do",
        "(do ((variable first next) …) (test result …) form …)",
        "A loop whose variables get new values until the test holds.",
    ),
    form(
        "andalso",
        "(andalso test …)",
        "Whether all tests are true; those after the first that is not are not evaluated.",
    ),
    form(
        "orelse",
        "(orelse test …)",
        "Whether one of the tests is true; those after it are not evaluated.",
    ),
    form(
        "when",
        "(when test …)",
        "A guard: the clause is taken only if all tests are true.",
    ),
    form(
        "atomic",
        "(atomic form …)",
        "A sequence that no other process of the same core, no signal and no collection interrupts.",
    ),
    // Data.
    form(
        "quote",
        "(quote form)",
        "The form as it is written; `'form` for short.",
    ),
    form(
        "backquote",
        "(backquote form)",
        "The form as it is written but for what is after a comma; `` `form `` for short.",
    ),
    form(
        "cons",
        "(cons head tail)",
        "A list of a first element and the rest.",
    ),
    form("car", "(car list)", "The first element of a list."),
    form("cdr", "(cdr list)", "A list without its first element."),
    form("list", "(list element …)", "A list of these elements."),
    form(
        "list*",
        "(list* element … tail)",
        "A list of these elements before a tail.",
    ),
    form(
        "tuple",
        "(tuple element …)",
        "A tuple; `#(element …)` with elements that are constants.",
    ),
    form(
        "tref",
        "(tref tuple index)",
        "An element of a tuple, counted from 1.",
    ),
    form(
        "tset",
        "(tset tuple index value)",
        "The tuple with another element.",
    ),
    form(
        "binary",
        "(binary (value (size 8) integer big unsigned) …)",
        "A binary of segments; as a pattern it takes one apart.",
    ),
    form(
        "map",
        "(map key value …)",
        "A map of these keys and values.",
    ),
    form(
        "map-get",
        "(map-get map key)",
        "The value of a key, `mref` for short; `badkey` is the error if there is none.",
    ),
    form("mref", "(mref map key)", "As `map-get`."),
    form(
        "map-set",
        "(map-set map key value …)",
        "The map with these keys and values, `mset` for short.",
    ),
    form("mset", "(mset map key value …)", "As `map-set`."),
    form(
        "map-update",
        "(map-update map key value …)",
        "As `map-set`, but the keys must be there; `mupd` for short.",
    ),
    form("mupd", "(mupd map key value …)", "As `map-update`."),
    form(
        "map-remove",
        "(map-remove map key …)",
        "The map without these keys, `mrem` for short.",
    ),
    form("mrem", "(mrem map key …)", "As `map-remove`."),
    form(
        "map-size",
        "(map-size map)",
        "How many keys a map has, `msiz` for short.",
    ),
    form("msiz", "(msiz map)", "As `map-size`."),
    form(
        "lc",
        "(lc ((<- pattern list) test …) body …)",
        "A list comprehension: a value for each element that matches and passes the tests.",
    ),
    form(
        "list-comp",
        "(list-comp ((<- pattern list) test …) body …)",
        "As `lc`.",
    ),
    form(
        "bc",
        "(bc ((<= pattern bits) test …) segment)",
        "A binary comprehension.",
    ),
    form(
        "binary-comp",
        "(binary-comp ((<= pattern bits) test …) segment)",
        "As `bc`.",
    ),
    form(
        "record",
        "(record name field value …)",
        "A record; fields that are not named get their defaults.",
    ),
    form(
        "is-record",
        "(is-record value name)",
        "Whether a value is such a record.",
    ),
    form(
        "record-field",
        "(record-field record name field)",
        "A field of a record.",
    ),
    form(
        "record-update",
        "(record-update record name field value …)",
        "The record with other fields.",
    ),
    form(
        "record-index",
        "(record-index name field)",
        "Which element of the tuple a field is.",
    ),
    form(
        "struct",
        "(struct module key value …)",
        "The struct that a module defines.",
    ),
    form(
        "is-struct",
        "(is-struct value)\n(is-struct value module)",
        "Whether a value is a struct, or that of a module.",
    ),
    form(
        "struct-field",
        "(struct-field struct module key)",
        "A field of a struct.",
    ),
    form(
        "struct-update",
        "(struct-update struct module key value …)",
        "The struct with other fields.",
    ),
    // What is known of the place.
    form("MODULE", "(MODULE)", "The name of the module."),
    form(
        "LINE",
        "(LINE)",
        "The line on which the top-level form begins.",
    ),
    form("FILE", "(FILE)", "The name of the source file."),
    form(
        "FUNCTION_NAME",
        "(FUNCTION_NAME)",
        "The name of the function that is being defined.",
    ),
    form(
        "FUNCTION_ARITY",
        "(FUNCTION_ARITY)",
        "How many arguments the function has that is being defined.",
    ),
    form(
        "set-dynamic",
        "(set-dynamic *name* value)",
        "Changes the binding of a dynamic variable that is in force, or the global value where the process has none.",
    ),
    form(
        "set-global",
        "(set-global *name* value)",
        "Changes the global value of a dynamic variable.",
    ),
];
