//! The command line.

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsStr;
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Green.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  alate run fib.lfe                    compile, link and run at once
  alate run fib.lfe 30                 the same; (main 1) gets (\"30\")
  alate build fib.lfe -o fib           make an executable that needs nothing but libc
  alate build app.lfe util.lfe         two modules; the first one's main is the program's
  alate check fib.lfe                  errors and warnings only
  alate doc lists:keyfind              what a function, macro or form does
  alate repl                           type forms, see their values
  alate script.lfe 1 2                 run a script; its first line may be #!/usr/bin/env alate
  alate build --emit clif fib.lfe      what the compiler makes of it

A program in fib.lfe:
  (defmodule fib
    (export (main 0)))

  (defun main ()
    (io:format \"~w~n\" (list (fib 30))))

  (defun fib
    ((n) (when (< n 2)) n)
    ((n) (+ (fib (- n 1)) (fib (- n 2)))))

Modules that are called but not named are looked for as MODULE.lfe beside the first file, then in
the folders of -I, then in Alate's own library. Compiled modules are kept in .alate/ beside their
sources; it is safe to delete.";

/// Compiles Lisp Flavoured Erlang modules to native executables.
#[derive(Parser)]
#[command(name = "alate", version, styles = STYLES, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, max_term_width = 100)]
pub struct Command {
    #[command(subcommand)]
    pub action: Action,
}

impl Command {
    /// Whether a first argument names an action, or is a flag.
    pub fn is_action(argument: &OsStr) -> bool {
        let command = <Command as CommandFactory>::command();
        let name = argument.to_string_lossy();
        name.starts_with('-') || name == "help" || command.find_subcommand(&*name).is_some()
    }
}

#[derive(Subcommand)]
pub enum Action {
    /// Compile modules and link them to an executable
    #[command(after_help = "\
Examples:
  alate build hello.lfe                    makes ./hello
  alate build a.lfe b.lfe -o prog          main is the one of module a
  alate build a.lfe b.lfe --main b -o prog
  alate build a.lfe -I lib                 looks for called modules in lib/ too
  alate build --emit core a.lfe            prints a stage of the compiler instead of linking
  alate build --with-compiler a.lfe        a program that can compile while it runs

The program starts at (main 1) of the main module with its arguments as a list of strings, else at
(main 0); the function must be exported.")]
    Build(Build),
    /// Compile, link and run a program
    #[command(after_help = "\
Examples:
  alate run hello.lfe
  alate run sum.lfe 1 2 3        everything after the file goes to the program
  alate run -I lib sum.lfe 1 2 3
  alate run -e '(set a 42)' -e '(pp (* a 2))'

The exit status is the program's. The executable is kept in .alate/, so that the next run of an
unchanged program starts at once.")]
    Run(Run),
    /// Show errors and warnings of modules and of the modules they call, and make nothing
    #[command(after_help = "\
Examples:
  alate check a.lfe b.lfe
  alate check --short a.lfe                    one line a message, for editors
  alate check --message-format json a.lfe      one JSON object a line")]
    Check(Check),
    /// Show the documentation of a module, function, macro or form
    #[command(after_help = "\
Examples:
  alate doc lists                what a module is for, and what it exports
  alate doc lists:keyfind        a function: how it is called, and what it does
  alate doc lists:reverse/2      of one arity
  alate doc case                 a form of the language
  alate doc app.lfe              a file of your own
  alate doc -I lib util:parse    a module of your own, found as lib/util.lfe")]
    Doc(Doc),
    /// Serve an editor: diagnostics while typing, documentation, definitions, completion
    #[command(after_help = "\
Editors start it and speak the Language Server Protocol with it over standard input and output;
docs/editors.md says how to set up Emacs, Vim, Neovim and VS Code.")]
    Lsp(Lsp),
    /// Type forms and see their values
    #[command(after_help = "\
Examples:
  alate repl                 an empty session
  alate repl a.lfe b.lfe     the same with these modules compiled and loaded

(help) shows what can be done in it.")]
    Repl(Repl),
}

#[derive(Args)]
pub struct Doc {
    /// What to show; FILE.lfe may stand for the module
    #[arg(value_name = "MODULE[:NAME[/ARITY]]")]
    pub name: String,
    /// Look for modules in this folder too
    #[arg(short = 'I', long = "include-path", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// When to colour the text; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Args)]
pub struct Lsp {
    /// Look for modules and included files in this folder too
    #[arg(short = 'I', long = "include-path", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Compile one text for a server; a process of its own, for macros may do what they like
    #[arg(long = "worker", hide = true)]
    pub worker: bool,
}

impl Lsp {
    /// The option of that process.
    pub const WORKER: &str = "--worker";
}

#[derive(Args)]
pub struct Repl {
    /// Modules to compile and load first
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Look for modules that are called in this folder too
    #[arg(short = 'I', long = "include-path", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
}

#[derive(Args)]
pub struct Build {
    #[command(flatten)]
    pub program: Program,
    /// The source files; the first one's module is the main one
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where to write the executable [default: the main module's name, in this folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print a stage of the compiler instead of linking (obj: write an object file)
    #[arg(long, value_enum, value_name = "STAGE")]
    pub emit: Option<Emit>,
    #[command(flatten)]
    pub messages: Messages,
}

#[derive(Args)]
pub struct Run {
    #[command(flatten)]
    pub program: Program,
    #[command(flatten)]
    pub messages: Messages,
    /// Evaluate these forms, one after the other in one session; a file is a script for it then
    #[arg(short, long, value_name = "FORMS")]
    pub evaluate: Vec<String>,
    /// The source file of the main module
    #[arg(value_name = "FILE", required_unless_present = "evaluate")]
    pub file: Option<PathBuf>,
    /// Arguments of the program
    #[arg(
        value_name = "ARG",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub arguments: Vec<std::ffi::OsString>,
}

#[derive(Args)]
pub struct Check {
    /// The source files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Look for modules that are called but not named in this folder too
    #[arg(short = 'I', long = "include-path", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    #[command(flatten)]
    pub messages: Messages,
}

/// What makes up a program.
#[derive(Args)]
pub struct Program {
    /// The main module, if it is not the first file's
    #[arg(long, value_name = "MODULE")]
    pub main: Option<String>,
    /// Look for modules that are called but not named in this folder too
    #[arg(short = 'I', long = "include-path", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Link this module even though nothing names it
    #[arg(long, value_name = "MODULE")]
    pub include: Vec<String>,
    /// Leave symbols and line tables out of the executable
    #[arg(long)]
    pub strip: bool,
    /// Put the compiler into the program, for `eval` and modules that are compiled while it runs
    #[arg(long)]
    pub with_compiler: bool,
}

/// How to tell the user.
#[derive(Args, Clone, Default)]
pub struct Messages {
    /// Print how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// How to print errors and warnings
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub message_format: Format,
    /// Print only the first line of each message
    #[arg(long)]
    pub short: bool,
    /// Fail if there are warnings
    #[arg(long)]
    pub warnings_as_errors: bool,
    /// When to colour messages; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Text,
    Json,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq)]
pub enum Emit {
    /// Forms after macro expansion
    Expand,
    /// Core forms, names resolved
    Core,
    /// Decision trees, closures converted
    Mid,
    /// Continuations, frames and polls
    Cut,
    /// Cranelift's intermediate form
    Clif,
    /// Machine code as text
    Asm,
    /// The object file
    Obj,
}
