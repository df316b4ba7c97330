//! Objects, the runtime and the program's own object to an executable, by the system's C compiler.

use crate::carried::Carried;
use crate::failure::{Failure, reason};
use crate::files::{Folder, Pending};
use crate::hash::Hasher;
use crate::initial;
use crate::library::Library;
use crate::plan::Plan;
use alate_compiler::pipeline;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What to link.
pub struct Inputs<'a> {
    pub plan: &'a Plan,
    pub library: &'a Library,
    /// Module and arity of the program's first function.
    pub main: (String, usize),
    pub strip: bool,
}

/// Tells the loader what may be left out and what the program stands on.
const FLAGS: &[&str] = &[
    "-pie",
    "-static-libgcc",
    "-Wl,--gc-sections",
    "-Wl,--as-needed",
    "-Wl,--build-id=none",
    "-Wl,-z,noexecstack",
];
const LIBRARIES: &[&str] = &["-lm", "-lpthread", "-ldl"];

impl Inputs<'_> {
    /// The objects of the program's modules: the user's, then the library's.
    fn objects(&self) -> impl Iterator<Item = &[u8]> {
        let user = self.plan.units.iter().flat_map(|(_, unit)| unit.objects());
        let library = self
            .plan
            .library
            .iter()
            .filter_map(|module| self.library.object(module));
        user.chain(library)
    }

    /// A fingerprint of all that goes into the executable.
    pub fn key(&self) -> String {
        let mut hasher = Hasher::new();
        hasher.field(self.library.compiler.as_bytes());
        hasher.field(self.library.runtime_fingerprint.as_bytes());
        hasher.field(self.main.0.as_bytes());
        hasher.field(&[self.main.1 as u8, u8::from(self.strip)]);
        for object in self.objects() {
            hasher.field(object);
        }
        hasher.finish()
    }

    /// Writes the program as one that the command itself runs, with the compiler beside it.
    pub fn carry(&self, output: Pending) -> Result<(), Failure> {
        let modules = self.plan.units.iter().flat_map(|(_, unit)| &unit.modules);
        let carried = Carried {
            main: self.main.clone(),
            initialised: initial::order(self.plan, self.library, &self.main.0),
            modules: modules.cloned().collect(),
            library: self.plan.library.iter().cloned().collect(),
        };
        carried.write(output)
    }

    /// Links to `output`, which is replaced only by a complete executable.
    pub fn link(&self, output: Pending) -> Result<(), Failure> {
        let folder = Folder::new()
            .map_err(|error| Failure::file("make a folder in", &std::env::temp_dir(), &error))?;
        let mut arguments: Vec<OsString> = vec!["-o".into(), output.path().into()];
        let initialised = initial::order(self.plan, self.library, &self.main.0);
        let program = pipeline::program_object(&self.main.0, self.main.1, &initialised);
        let program = program.map_err(|error| {
            Failure::new(format!("cannot make the program's start: {error}"))
                .advice("this is a defect of Alate; please report it")
        })?;
        for (index, object) in self.objects().chain([program.as_slice()]).enumerate() {
            let path = folder.path().join(format!("{index}.o"));
            fs::write(&path, object).map_err(|error| Failure::file("write", &path, &error))?;
            arguments.push(path.into());
        }
        arguments.push(self.library.runtime_archive(&folder)?.into());
        arguments.extend(FLAGS.iter().map(OsString::from));
        arguments.extend(LIBRARIES.iter().map(OsString::from));
        if self.strip {
            arguments.push("-s".into());
        }
        run_linker(&arguments)?;
        let target = output.path().to_owned();
        output
            .complete()
            .map_err(|error| Failure::file("write", &target, &error))
    }
}

/// Opens the executable for writing before anything is compiled, so that a bad name is told at once.
pub fn prepare(output: &Path) -> Result<Pending, Failure> {
    if output.is_dir() {
        return Err(Failure::new(format!(
            "cannot write {}: it is a directory",
            output.display()
        ))
        .advice(format!(
            "-o names the executable itself, for example -o {}",
            output.join("program").display()
        )));
    }
    Pending::new(output).map_err(|error| {
        let failure = Failure::file("write", output, &error);
        match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() && !parent.is_dir() => {
                failure.advice(format!("there is no folder {}", parent.display()))
            }
            _ => failure,
        }
    })
}

fn run_linker(arguments: &[OsString]) -> Result<(), Failure> {
    let linker = std::env::var_os("CC")
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "cc".into());
    let shown = linker.to_string_lossy().into_owned();
    let result = Command::new(&linker)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            let failure = Failure::new(format!(
                "cannot run the linker {shown}: {}",
                reason(&error)
            ));
            failure
                .advice("Alate links with the system's C compiler; install one: apt install gcc, dnf install gcc, apk add gcc musl-dev")
                .advice("if it has another name than cc, set CC to it")
        })?;
    if result.status.success() {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&result.stderr);
    let mut failure = Failure::new(format!("the linker {shown} failed ({})", result.status));
    failure.advice = errors
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(12)
        .map(|line| format!("{shown}: {line}"))
        .collect();
    Err(failure)
}
