//! The pack in this executable: the runtime and the library.

use crate::codec::Reader;
use crate::failure::Failure;
use crate::files::{Folder, write_atomically};
use crate::pack::{Pack, PackedModule};
use alate_compiler::documentation::Module as Documentation;
use alate_compiler::pipeline::Interface;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What build.rs packed.
static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack"));

/// How many versions of the runtime the per-user cache keeps, and for how long at least.
const VERSIONS_KEPT: usize = 3;
const KEPT_AT_LEAST: Duration = Duration::from_secs(3600);

/// The library, by module.
pub struct Library {
    /// Part of every cache key: the compiler's fingerprint.
    pub compiler: String,
    /// Fingerprint of the runtime's archive.
    pub runtime_fingerprint: String,
    modules: BTreeMap<String, PackedModule<&'static [u8]>>,
    runtime: &'static [u8],
}

impl Library {
    pub fn open() -> Result<Library, Failure> {
        let pack = Pack::from_bytes(BYTES).ok_or_else(|| {
            Failure::new("this alate executable is damaged").advice("install it again")
        })?;
        Ok(Library {
            compiler: pack.compiler,
            runtime_fingerprint: pack.runtime_fingerprint,
            modules: pack
                .modules
                .into_iter()
                .map(|module| (module.interface.module.clone(), module))
                .collect(),
            runtime: pack.runtime,
        })
    }

    pub fn interface(&self, module: &str) -> Option<&Interface> {
        self.modules.get(module).map(|module| &module.interface)
    }

    /// What a module says of itself.
    pub fn documentation(&self, module: &str) -> Option<Documentation> {
        Reader::new(self.modules.get(module)?.documentation).documentation()
    }

    pub fn object(&self, module: &str) -> Option<&'static [u8]> {
        self.modules.get(module).map(|module| module.object)
    }

    /// Interface and object of a module.
    pub fn module(&self, module: &str) -> Option<(&Interface, &[u8])> {
        let module = self.modules.get(module)?;
        Some((&module.interface, module.object))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// The runtime's archive as a file: in the user's cache, or in the folder given if there is none.
    pub fn runtime_archive(&self, fallback: &Folder) -> Result<PathBuf, Failure> {
        if let Some(path) = self.cached_runtime() {
            return Ok(path);
        }
        let path = fallback.path().join("libalate_runtime.a");
        fs::write(&path, self.runtime).map_err(|error| Failure::file("write", &path, &error))?;
        Ok(path)
    }

    fn cached_runtime(&self) -> Option<PathBuf> {
        let cache = user_cache()?;
        let folder = cache.join(format!("runtime-{}", self.runtime_fingerprint));
        let path = folder.join("libalate_runtime.a");
        let complete =
            fs::metadata(&path).is_ok_and(|found| found.len() == self.runtime.len() as u64);
        if !complete {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)
                .ok()?;
            write_atomically(&path, self.runtime).ok()?;
            prune(&cache, &folder);
        }
        Some(path)
    }
}

/// Alate's folder in the user's cache, made if it is missing.
fn user_cache() -> Option<PathBuf> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(base.join("alate"))
}

/// Removes runtimes of other versions of the command, all but the youngest few.
fn prune(cache: &Path, current: &Path) {
    let Ok(entries) = fs::read_dir(cache) else {
        return;
    };
    let mut old: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("runtime-"))
        .filter(|entry| entry.path() != current)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    old.sort();
    let surplus = (old.len() + 1).saturating_sub(VERSIONS_KEPT);
    for (time, path) in old.into_iter().take(surplus) {
        if time.elapsed().is_ok_and(|age| age > KEPT_AT_LEAST) {
            // Another build may be removing it too.
            let _ = fs::remove_dir_all(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alate_abi::builtins;

    #[test]
    fn the_library_calls_only_what_there_is() {
        let library = Library::open().expect("a pack");
        let mut missing = Vec::new();
        for (caller, module) in &library.modules {
            for (called, name, arity) in &module.interface.calls {
                let is_exported = library.interface(called).is_some_and(|interface| {
                    let export = (name.clone(), *arity);
                    interface.exports.contains(&export)
                });
                let is_known = is_exported
                    || builtins::find(called, name, *arity).is_some()
                    || name == "module_info";
                if !is_known {
                    missing.push(format!("{caller} calls {called}:{name}/{arity}"));
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }
}
