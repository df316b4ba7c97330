//! `alate build`, `alate check` and `alate run`: from files to messages, an executable, a process.

use crate::arguments::{Build, Check, Emit, Messages, Program, Run};
use crate::cache;
use crate::calls;
use crate::failure::Failure;
use crate::files::{Pending, write_atomically};
use crate::hash;
use crate::library::Library;
use crate::link::{self, Inputs};
use crate::macros::Macros;
use crate::plan::{self, Plan, Reason};
use crate::report::Report;
use crate::shell;
use crate::surroundings::{Surroundings, module_of};
use crate::timings;
use crate::unit;
use alate_compiler::pipeline::{Options, Stage};
use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

/// What an action ends with when it has told the user why.
struct Told;

/// How long an executable of `alate run` that no run has used is kept.
const EXECUTABLE_KEPT: Duration = Duration::from_secs(3600);

/// Runs an action with a report; its failures become messages and status 1.
fn reported(
    messages: &Messages,
    action: impl FnOnce(&mut Report) -> Result<ExitCode, Told>,
) -> ExitCode {
    let mut report = Report::new(messages);
    let result = action(&mut report);
    report.finish();
    result.unwrap_or(ExitCode::FAILURE)
}

/// Shows a failure.
fn tell<T>(report: &mut Report, result: Result<T, Failure>) -> Result<T, Told> {
    result.map_err(|failure| {
        report.failure(&failure);
        Told
    })
}

pub fn build(arguments: &Build) -> ExitCode {
    reported(&arguments.messages, |report| {
        if let Some(stage) = arguments.emit {
            return emit(arguments, stage, report);
        }
        let start = Instant::now();
        let library = tell(report, Library::open())?;
        // A name given is opened before the work, a name derived once it is known.
        let early = match &arguments.output {
            Some(output) => {
                tell(report, refuse_source(output, &arguments.files))?;
                Some(tell(report, link::prepare(output))?)
            }
            None => None,
        };
        let plan = compile(
            report,
            &library,
            &arguments.program,
            &arguments.files,
            &Options::default(),
        )?;
        let main = tell(
            report,
            calls::main_function(&plan, arguments.program.main.as_deref()),
        )?;
        let pending = match early {
            Some(pending) => pending,
            None => tell(report, derived_output(&main.0, &arguments.files))?,
        };
        let inputs = Inputs {
            plan: &plan,
            library: &library,
            main,
            strip: arguments.program.strip,
        };
        let linking = Instant::now();
        match arguments.program.with_compiler {
            true => tell(report, inputs.carry(pending))?,
            false => tell(report, inputs.link(pending))?,
        }
        if arguments.messages.timings {
            timings::print(&plan, Some(linking.elapsed()), start.elapsed());
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The executable's name when none is given: the main module's, in this folder.
fn derived_output(main: &str, files: &[PathBuf]) -> Result<Pending, Failure> {
    if main.contains(['/', '\0']) || main.is_empty() || main.starts_with('.') {
        return Err(
            Failure::new(format!("module {main:?} cannot name a file")).advice("use -o FILE")
        );
    }
    let output = PathBuf::from(main);
    refuse_source(&output, files)?;
    link::prepare(&output)
}

fn refuse_source(output: &Path, files: &[PathBuf]) -> Result<(), Failure> {
    let same = |file: &PathBuf| match (fs::canonicalize(file), fs::canonicalize(output)) {
        (Ok(file), Ok(output)) => file == output,
        _ => false,
    };
    if files.iter().any(same) {
        return Err(Failure::new(format!(
            "the output {} is one of the source files",
            output.display()
        )));
    }
    Ok(())
}

pub fn check(arguments: &Check) -> ExitCode {
    reported(&arguments.messages, |report| {
        let start = Instant::now();
        let library = tell(report, Library::open())?;
        let program = Program {
            main: None,
            folders: arguments.folders.clone(),
            include: Vec::new(),
            strip: false,
            with_compiler: false,
        };
        let options = Options {
            check_only: true,
            ..Options::default()
        };
        let plan = compile(report, &library, &program, &arguments.files, &options)?;
        if arguments.messages.timings {
            timings::print(&plan, None, start.elapsed());
        }
        Ok(ExitCode::SUCCESS)
    })
}

pub fn run(arguments: &Run) -> ExitCode {
    let file = match &arguments.file {
        Some(file) if arguments.evaluate.is_empty() => file,
        _ => return shell::commands::evaluate(arguments),
    };
    reported(&arguments.messages, |report| {
        let start = Instant::now();
        let library = tell(report, Library::open())?;
        let files = std::slice::from_ref(file);
        let plan = compile(
            report,
            &library,
            &arguments.program,
            files,
            &Options::default(),
        )?;
        let main = tell(
            report,
            calls::main_function(&plan, arguments.program.main.as_deref()),
        )?;
        let inputs = Inputs {
            plan: &plan,
            library: &library,
            main,
            strip: arguments.program.strip,
        };
        let linking = Instant::now();
        let executable = tell(
            report,
            kept_executable(&inputs, file, arguments.program.with_compiler),
        )?;
        if arguments.messages.timings {
            timings::print(&plan, Some(linking.elapsed()), start.elapsed());
        }
        let error = std::process::Command::new(&executable)
            .arg0(file)
            .args(&arguments.arguments)
            .exec();
        tell(report, Err(Failure::file("run", &executable, &error)))
    })
}

/// The program's executable in the cache beside the source, or in the temporary folder if that
/// cannot be written. Its name holds the fingerprint of all that went into it; a file beside it holds
/// its own.
fn kept_executable(
    inputs: &Inputs,
    source: &Path,
    with_compiler: bool,
) -> Result<PathBuf, Failure> {
    let folder = cache::folder(source);
    let folder = match cache::make_folder(&folder) {
        Ok(()) => fs::canonicalize(&folder).unwrap_or(folder),
        Err(_) => std::env::temp_dir(),
    };
    let stem = source
        .file_name()
        .map_or_else(|| "program".into(), |name| name.to_string_lossy());
    let kind = if with_compiler { "compiler.run" } else { "run" };
    let executable = folder.join(format!("{stem}.{}.{kind}", inputs.key()));
    let checksum = executable.with_added_extension("sum");
    let intact = fs::read_to_string(&checksum)
        .ok()
        .zip(fs::read(&executable).ok())
        .is_some_and(|(sum, bytes)| hash::of(&bytes) == sum);
    if !intact {
        match with_compiler {
            true => inputs.carry(link::prepare(&executable)?)?,
            false => inputs.link(link::prepare(&executable)?)?,
        }
        if let Ok(bytes) = fs::read(&executable) {
            // Without the checksum the next run links again.
            let _ = write_atomically(&checksum, hash::of(&bytes).as_bytes());
        }
        prune(&folder, &format!("{stem}."), &executable);
    }
    Ok(executable)
}

/// Removes executables of earlier versions of the source.
fn prune(folder: &Path, prefix: &str, current: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours =
            name.starts_with(prefix) && (name.ends_with(".run") || name.ends_with(".run.sum"));
        let old = entry
            .metadata()
            .and_then(|found| found.modified())
            .is_ok_and(|time| {
                SystemTime::now().duration_since(time).unwrap_or_default() > EXECUTABLE_KEPT
            });
        if ours && old && !path.starts_with(current) {
            // Another run may be removing it too.
            let _ = fs::remove_file(path);
        }
    }
}

/// Compiles a program's modules and shows all messages about them.
fn compile(
    report: &mut Report,
    library: &Library,
    program: &Program,
    files: &[PathBuf],
    options: &Options,
) -> Result<Plan, Told> {
    let mut plan = plan::make(library, files, &program.folders, &program.include, options);
    calls::check(&mut plan, library);
    leave_out_broken(report, &mut plan);
    for (_, unit) in &plan.units {
        show(report, unit);
    }
    for failure in calls::duplicates(&plan) {
        report.failure(&failure);
    }
    for module in &program.include {
        let found = plan.library.contains(module)
            || plan.units.iter().any(|(_, unit)| unit.has_module(module));
        if !found {
            report.failure(&Failure::new(format!(
                "there is no module {module} to include"
            )));
        }
    }
    if report.failed() {
        return Err(Told);
    }
    Ok(plan)
}

/// A module that only an atom names is left out if it does not compile: nobody asked for it.
fn leave_out_broken(report: &mut Report, plan: &mut Plan) {
    plan.units.retain(|(reason, unit)| {
        let broken = *reason == Reason::Atom && unit.has_errors();
        if broken {
            let path = unit.path.display();
            report.caution(
                &Failure::new(format!(
                    "{path} is left out of the program: it has errors, and only an atom names it"
                ))
                .advice(format!("alate check {path} shows them")),
            );
        }
        !broken
    });
}

fn show(report: &mut Report, unit: &unit::Unit) {
    if let Some(failure) = &unit.unreadable {
        report.failure(failure);
    }
    for diagnostic in &unit.diagnostics {
        report.diagnostic(&unit.sources, diagnostic);
    }
}

/// Writes a file for each object: `output`, else one named after the source, or, if that has several
/// modules, after each of them.
fn write_objects(unit: &unit::Unit, output: Option<&Path>) -> Result<(), Failure> {
    let is_one = unit.modules.len() == 1;
    if output.is_some() && unit.modules.len() > 1 {
        let path = unit.path.display();
        let text = format!("-o names one object file, but {path} holds several modules");
        return Err(Failure::new(text));
    }
    for module in &unit.modules {
        let target = match output {
            Some(output) => output.to_owned(),
            None if is_one => {
                let name = unit.path.with_extension("o");
                PathBuf::from(name.file_name().unwrap_or_default())
            }
            None => PathBuf::from(format!("{}.o", module.interface.module)),
        };
        let object = module.object.as_deref().unwrap_or_default();
        write_atomically(&target, object)
            .map_err(|error| Failure::file("write", &target, &error))?;
    }
    Ok(())
}

fn emit(arguments: &Build, stage: Emit, report: &mut Report) -> Result<ExitCode, Told> {
    let options = Options {
        emit: Some(match stage {
            Emit::Expand => Stage::Expand,
            Emit::Core => Stage::Core,
            Emit::Mid => Stage::Mid,
            Emit::Cut => Stage::Cut,
            Emit::Clif => Stage::Clif,
            Emit::Asm => Stage::Asm,
            Emit::Obj => Stage::Obj,
        }),
        ..Options::default()
    };
    if stage == Emit::Obj && arguments.output.is_some() && arguments.files.len() > 1 {
        let failure = Failure::new("-o names one object file, but there are several sources");
        return tell(report, Err(failure));
    }
    if let Some(output) = &arguments.output {
        tell(report, refuse_source(output, &arguments.files))?;
        drop(tell(report, link::prepare(output))?);
    }
    let start = Instant::now();
    let library = tell(report, Library::open())?;
    let surroundings = Surroundings::new(&library, &arguments.files, &arguments.program.folders);
    let macros = Macros::new(&surroundings);
    let make = |path: &Path| unit::make(path, "", &options, &macros.within(&module_of(path)));
    let pool = plan::threads();
    let units: Vec<(Reason, unit::Unit)> = pool.install(|| {
        use rayon::prelude::*;
        arguments
            .files
            .par_iter()
            .map(|path| (Reason::Named, make(path)))
            .collect()
    });
    let mut printed = String::new();
    for (_, unit) in &units {
        show(report, unit);
        if stage != Emit::Obj {
            printed.push_str(unit.emitted.as_deref().unwrap_or_default());
        } else {
            tell(report, write_objects(unit, arguments.output.as_deref()))?;
        }
    }
    if stage != Emit::Obj {
        match &arguments.output {
            Some(output) => {
                let written = write_atomically(output, printed.as_bytes())
                    .map_err(|error| Failure::file("write", output, &error));
                tell(report, written)?;
            }
            None => {
                let mut stdout = std::io::stdout().lock();
                // Whoever reads may have seen enough: a closed output is no error.
                let _ = stdout
                    .write_all(printed.as_bytes())
                    .and_then(|()| stdout.flush());
            }
        }
    }
    if arguments.messages.timings {
        let plan = Plan {
            units,
            library: Default::default(),
        };
        timings::print(&plan, None, start.elapsed());
    }
    if report.failed() {
        Err(Told)
    } else {
        Ok(ExitCode::SUCCESS)
    }
}
