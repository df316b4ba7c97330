//! The command under the names of LFE's commands: `lfe`, `lfec`, `lfescript`. They take LFE's flags,
//! which begin with one dash, and answer with its exit statuses.

use super::commands::{self, Words};
use crate::failure::Failure;
use crate::library::Library;
use crate::macros::Macros;
use crate::report::Report;
use crate::surroundings::{Surroundings, module_of};
use crate::unit;
use crate::{arguments::Messages, plan};
use alate_compiler::pipeline::{Options, Stage};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Status of scripts and expressions that fail.
const FAILED: u8 = 127;

/// Runs as the command of this name; none: it is not one of LFE's.
pub fn run_as(name: &str, arguments: Vec<OsString>) -> Option<ExitCode> {
    let arguments = arguments
        .iter()
        .map(|one| one.to_string_lossy().into_owned());
    let arguments = arguments.collect();
    match name {
        "lfe" => Some(lfe(arguments)),
        "lfec" => Some(lfec(arguments)),
        "lfescript" => Some(lfescript(arguments)),
        _ => None,
    }
}

const LFE_USAGE: &str = "\
Usage: lfe [flags] [file args]

    -h | -help               Print this help and exit
    -e | -eval \"sexp\"        Evaluate the forms
    -prompt value            The prompt; `classic` is `> `, and none without a value
    -nobanner                Start without a banner
    -pa dir | -I dir         Look for modules in this folder too
    -- | -extra              No more flags

    Flags may begin with one dash or two.
";

fn lfe(arguments: Vec<String>) -> ExitCode {
    let mut words = Words::default();
    let mut folders = Vec::new();
    let (mut has_work, mut has_banner) = (false, true);
    let mut rest = arguments.into_iter().peekable();
    while let Some(flag) = rest.next_if(|word| word.starts_with('-') && word.len() > 1) {
        let name = flag.trim_start_matches('-');
        match name {
            "h" | "help" => {
                print!("{LFE_USAGE}");
                return ExitCode::SUCCESS;
            }
            "" | "extra" => break,
            "e" | "eval" | "lfe_eval" | "lfe-eval" => {
                has_work = true;
                let Some(text) = rest.next() else {
                    return refuse("lfe", &flag, "needs an expression");
                };
                words.add(["evaluate", &text]);
            }
            "prompt" => match rest.next_if(|word| !word.starts_with('-')) {
                Some(prompt) if prompt == "classic" => words.add(["prompt", "> "]),
                Some(prompt) => words.add(["prompt", &format!("{prompt} ")]),
                None => words.add(["prompt", ""]),
            },
            "nobanner" => has_banner = false,
            "repl" => drop(rest.next()),
            "pa" | "pz" | "I" => folders.extend(rest.next().map(PathBuf::from)),
            "sname" | "name" | "setcookie" => {
                return refuse("lfe", &flag, "Alate's programs are no nodes yet");
            }
            _ => return refuse("lfe", &flag, "no flag that Alate knows"),
        }
    }
    if let Some(file) = rest.next() {
        has_work = true;
        words.add(["script", &file]);
        words.add(rest.collect::<Vec<_>>().iter().map(String::as_str));
    }
    if !has_work {
        if commands::is_coloured() {
            words.add(["colour"]);
        }
        words.add(has_banner.then_some("banner").into_iter().chain(["repl"]));
    }
    words.perform(&folders)
}

fn refuse(command: &str, flag: &str, why: &str) -> ExitCode {
    eprintln!("{command}: {flag}: {why}");
    ExitCode::from(FAILED)
}

fn lfescript(arguments: Vec<String>) -> ExitCode {
    let mut rest = arguments.into_iter().peekable();
    let mut only_checks = false;
    while let Some(flag) = rest.next_if(|word| word.starts_with('-')) {
        only_checks |= flag == "-s";
    }
    let Some(file) = rest.next() else {
        eprintln!("lfescript: missing filename");
        return ExitCode::from(FAILED);
    };
    let mut words = Words::default();
    words.add([if only_checks { "check" } else { "slurp" }, &file]);
    words.add(rest.collect::<Vec<_>>().iter().map(String::as_str));
    words.perform(&[])
}

const LFEC_USAGE: &str = "\
Usage: lfec [options] file ...

Options:

-h             Print usage and exit
-I name        Name of include directory
-o name        Name of output directory
-pa path       Look for modules in this folder first
-pz path       Look for modules in this folder last
-v             Verbose compiler output
-Werror        Make all warnings into errors
-Wnumber       Set warning level (ignored)
-E             Write the expanded forms, to FILE.expand
-S             Write the machine code, to FILE.S
--             No more options, only file names follow
+term          An option of lfe_comp: +to-expand, +to-asm, +report, +return, +no-docs,
               +warnings-as-errors; those about the BEAM are refused

Each module becomes an object file, MODULE.o: alate build links them.
";

/// What `lfec` is to do.
#[derive(Default)]
struct Lfec {
    output: PathBuf,
    folders: Vec<PathBuf>,
    emit: Option<(Stage, &'static str)>,
    warnings_as_errors: bool,
    is_verbose: bool,
    files: Vec<PathBuf>,
}

impl Lfec {
    /// None: the usage is to be shown.
    fn parse(arguments: Vec<String>) -> Result<Option<Lfec>, (String, &'static str)> {
        let mut all = Lfec::default();
        let mut rest = arguments.into_iter();
        while let Some(word) = rest.next() {
            let mut value = || {
                rest.next()
                    .map(PathBuf::from)
                    .ok_or((word.clone(), "needs a value"))
            };
            match word.as_str() {
                "-h" => return Ok(None),
                "-I" | "-pz" => all.folders.push(value()?),
                "-pa" => all.folders.insert(0, value()?),
                "-o" => all.output = value()?,
                "-v" | "+verbose" => all.is_verbose = true,
                "-Werror" | "+warnings-as-errors" | "+warnings_as_errors" => {
                    all.warnings_as_errors = true;
                }
                "-E" | "+to-expand" | "+to_expand" | "+to-exp" => {
                    all.emit = Some((Stage::Expand, "expand"));
                }
                "-S" | "+to-asm" | "+to_asm" => all.emit = Some((Stage::Asm, "S")),
                "-P" | "+report" | "+return" | "+no-docs" | "+no_docs" => {}
                "--" => {
                    all.files.extend(rest.by_ref().map(PathBuf::from));
                }
                _ if word.starts_with("-W") => {}
                _ if word.starts_with(['-', '+']) => {
                    let why =
                        "this option is about the BEAM, or unknown; there is no such thing here";
                    return Err((word, why));
                }
                _ => all.files.push(PathBuf::from(word)),
            }
        }
        Ok(Some(all).filter(|all| !all.files.is_empty()))
    }

    fn run(&self) -> Result<bool, Failure> {
        let library = Library::open()?;
        let surroundings = Surroundings::new(&library, &self.files, &self.folders);
        let macros = Macros::new(&surroundings);
        let mut report = Report::new(&Messages {
            warnings_as_errors: self.warnings_as_errors,
            ..Messages::default()
        });
        let options = Options {
            emit: self.emit.map(|(stage, _)| stage),
            ..Options::default()
        };
        for path in &self.files {
            if self.is_verbose {
                println!("{}", path.display());
            }
            let host = macros.within(&module_of(path));
            let unit =
                plan::threads().install(|| unit::make(path, &library.compiler, &options, &host));
            if let Some(failure) = &unit.unreadable {
                report.failure(failure);
            }
            for diagnostic in &unit.diagnostics {
                report.diagnostic(&unit.sources, diagnostic);
            }
            if report.failed() {
                break;
            }
            self.write(path, &unit)?;
        }
        report.finish();
        Ok(!report.failed())
    }

    fn write(&self, path: &Path, unit: &unit::Unit) -> Result<(), Failure> {
        let write = |name: String, bytes: &[u8]| {
            let target = self.output.join(name);
            fs::write(&target, bytes).map_err(|error| Failure::file("write", &target, &error))
        };
        if let (Some((_, ending)), Some(text)) = (self.emit, &unit.emitted) {
            return write(format!("{}.{ending}", module_of(path)), text.as_bytes());
        }
        for module in &unit.modules {
            let object = module.object.as_deref().unwrap_or_default();
            write(format!("{}.o", module.interface.module), object)?;
        }
        Ok(())
    }
}

fn lfec(arguments: Vec<String>) -> ExitCode {
    let done = match Lfec::parse(arguments) {
        Err((option, why)) => {
            eprintln!("lfec: {option}: {why}");
            return ExitCode::FAILURE;
        }
        Ok(None) => {
            print!("{LFEC_USAGE}");
            return ExitCode::SUCCESS;
        }
        Ok(Some(all)) => all.run(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("lfec: {failure}");
            ExitCode::FAILURE
        }
    }
}
