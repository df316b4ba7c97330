//! Compiles the library and packs it with the runtime's archive, for the command to carry.

#[path = "src/codec.rs"]
#[allow(dead_code, reason = "the command uses the rest")]
mod codec;
#[path = "src/hash.rs"]
#[allow(dead_code, reason = "the command uses the rest")]
mod hash;
#[path = "src/pack.rs"]
mod pack;

use alate_compiler::base::diagnostic::Severity;
use alate_compiler::base::span::{SourceFile, Sources};
use alate_compiler::documentation;
use alate_compiler::host::NoHost;
use alate_compiler::pipeline::{self, Options};
use pack::{Pack, PackedModule};
use rayon::prelude::*;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The compiler recurses over nested source within its own bounds; this is room for them.
const COMPILE_STACK: usize = 256 << 20;

fn main() {
    let root = PathBuf::from(env("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env("OUT_DIR"));
    for watched in [
        "build.rs",
        "stdlib",
        "compiler/src",
        "runtime/abi/src",
        "Cargo.lock",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let result = library(&root).and_then(|modules| {
        let archive = runtime_archive(&out)?;
        let runtime = stripped(&archive, &out)?;
        Ok(Pack {
            compiler: compiler_fingerprint(&root)?,
            runtime_fingerprint: hash::of(&runtime),
            modules,
            runtime,
        })
    });
    match result {
        Ok(pack) => fs::write(out.join("pack"), pack.to_bytes()).expect("OUT_DIR can be written"),
        Err(messages) => {
            for line in messages.lines() {
                println!("cargo::error={line}");
            }
            std::process::exit(1);
        }
    }
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
}

/// All files below a folder with an ending, sorted.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Compiles every module of the library; its errors are errors of the build.
fn library(root: &Path) -> Result<Vec<PackedModule<Vec<u8>>>, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(COMPILE_STACK)
        .build()
        .map_err(|error| error.to_string())?;
    let sources = files(&root.join("stdlib"), "lfe")?;
    let compiled: Vec<Result<PackedModule<Vec<u8>>, String>> =
        pool.install(|| sources.par_iter().map(|path| module(root, path)).collect());
    let mut modules = Vec::new();
    let mut errors = String::new();
    for result in compiled {
        match result {
            Ok(module) => modules.push(module),
            Err(text) => errors.push_str(&text),
        }
    }
    if errors.is_empty() {
        Ok(modules)
    } else {
        Err(errors)
    }
}

fn module(root: &Path, path: &Path) -> Result<PackedModule<Vec<u8>>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}\n", path.display()))?;
    // The name that backtraces show must not depend on where the sources lie.
    let name = path
        .strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string();
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(name.clone(), text));
    let options = Options {
        library: true,
        documentation: true,
        ..Options::default()
    };
    let output = catch_unwind(AssertUnwindSafe(|| {
        pipeline::compile(&mut sources, file, &options, &NoHost)
    }))
    .map_err(|_| format!("{name}: the compiler failed, as told above\n"))?;
    let errors: Vec<String> = output
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let line = sources.line(diagnostic.span);
            format!("{name}:{line}: {}\n", diagnostic.message)
        })
        .collect();
    let documentation = documented(output.documentation);
    let mut modules = output.modules.into_iter();
    match modules
        .next()
        .and_then(|module| Some((module.interface, module.object?)))
    {
        Some((interface, object)) if errors.is_empty() && modules.next().is_none() => {
            Ok(PackedModule {
                interface,
                documentation,
                object,
            })
        }
        _ if errors.is_empty() => Err(format!("{name}: there is to be one module\n")),
        _ => Err(errors.concat()),
    }
}

/// What the command carries of a module's documentation: what others can use.
fn documented(modules: Vec<documentation::Module>) -> Vec<u8> {
    let mut writer = codec::Writer::default();
    for mut module in modules {
        let is_for_others = |entry: &documentation::Entry| {
            entry.is_exported || entry.kind == documentation::Kind::Type
        };
        module.entries.retain(is_for_others);
        writer.documentation(&module);
    }
    writer.bytes
}

/// A fingerprint of what decides which object a source becomes: the compiler, and the library with the
/// macros that it exports.
fn compiler_fingerprint(root: &Path) -> Result<String, String> {
    let mut hasher = hash::Hasher::new();
    let mut inputs = files(&root.join("compiler/src"), "rs")?;
    inputs.extend(files(&root.join("runtime/abi/src"), "rs")?);
    inputs.extend(files(&root.join("stdlib"), "lfe")?);
    inputs.push(root.join("Cargo.lock"));
    for path in inputs {
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = path.strip_prefix(root).unwrap_or(&path);
        hasher
            .field(name.to_string_lossy().as_bytes())
            .field(&bytes);
    }
    Ok(hasher.finish())
}

/// The archive that Cargo made of the runtime: a build-dependency's files lie in the profile's deps
/// folder before this program starts. Older ones may lie beside it; the fingerprint tells.
fn runtime_archive(out: &Path) -> Result<PathBuf, String> {
    let profile = out
        .ancestors()
        .nth(3)
        .ok_or("OUT_DIR is not where Cargo puts it")?;
    let mark = format!("ALATE-RUNTIME-FINGERPRINT:{}", alate_runtime::FINGERPRINT);
    let mut candidates: Vec<(SystemTime, PathBuf)> = files(&profile.join("deps"), "a")?
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libalate_runtime")
        })
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .collect();
    candidates.sort();
    candidates
        .into_iter()
        .rev()
        .map(|(_, path)| path)
        .find(|path| fs::read(path).is_ok_and(|bytes| contains(&bytes, mark.as_bytes())))
        .ok_or_else(|| {
            format!(
                "no libalate_runtime*.a with fingerprint {} in {}",
                alate_runtime::FINGERPRINT,
                profile.join("deps").display()
            )
        })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let first = wanted[0];
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if rest.starts_with(wanted) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// The archive without the debug information of Rust's standard library, which no Lisp user reads
/// and which is most of its bytes. Where there is no `strip`, it goes in as it is.
fn stripped(archive: &Path, out: &Path) -> Result<Vec<u8>, String> {
    let target = out.join("stripped.a");
    let done = Command::new("strip")
        .arg("--strip-debug")
        .arg("-o")
        .args([&target, archive])
        .output()
        .is_ok_and(|result| result.status.success());
    let chosen = if done { &target } else { archive };
    let bytes = fs::read(chosen).map_err(|e| format!("{}: {e}", chosen.display()))?;
    if done {
        // It is packed; a second copy on disk serves nobody.
        let _ = fs::remove_file(&target);
    }
    Ok(bytes)
}
