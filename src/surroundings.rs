//! What lies around the sources of a program: modules whose macros they use, and files they include.

use crate::includes;
use crate::library::Library;
use crate::macros::{MacroModule, Modules, exports_macros};
use crate::source;
use crate::unit::{self, Unit};
use alate_compiler::base::span::SourceFile;
use alate_compiler::host::Host;
use alate_compiler::macros::{Included, NotIncluded};
use alate_compiler::pipeline::{Interface, Options};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The library, the modules that were named, those that lie in the folders searched, and these folders.
pub struct Surroundings<'a> {
    library: &'a Library,
    named: BTreeMap<String, PathBuf>,
    /// Files that nobody named, by module.
    pub candidates: BTreeMap<String, PathBuf>,
    folders: Vec<PathBuf>,
}

impl<'a> Surroundings<'a> {
    /// Of these files; `folders` are those of `-I`.
    pub fn new(library: &'a Library, files: &[PathBuf], folders: &[PathBuf]) -> Surroundings<'a> {
        let beside = files
            .first()
            .and_then(|file| file.parent())
            .unwrap_or(Path::new(""));
        let mut folders = folders.to_vec();
        folders.insert(0, beside.to_owned());
        let named = files.iter().map(|file| (module_of(file), file.clone()));
        Surroundings {
            library,
            named: named.collect(),
            candidates: source::candidates(&folders),
            folders,
        }
    }
}

impl Surroundings<'_> {
    /// The file of a module, if it is in the folders searched, or was named.
    pub fn find(&self, module: &str) -> Option<PathBuf> {
        if let Some(named) = self.named.get(module) {
            return Some(named.clone());
        }
        let paths = self
            .folders
            .iter()
            .map(|folder| folder.join(format!("{module}.lfe")));
        let mut found = paths.filter(|path| path.is_file() && source::defines(path, module));
        found.next()
    }
}

/// The module that a file is to hold.
pub fn module_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// That there are errors in a module, and the first of them.
fn first_error(path: &Path, unit: &Unit) -> String {
    let first = match (
        &unit.unreadable,
        unit.diagnostics.iter().find(|found| found.is_error()),
    ) {
        (_, Some(first)) => format!(": {}\n{}", first.message, first.label),
        (Some(failure), None) => format!(": {failure}"),
        (None, None) => String::new(),
    };
    format!("there are errors in {}{first}", path.display())
}

impl Modules for Surroundings<'_> {
    fn library(&self, module: &str) -> Option<(&Interface, &[u8])> {
        self.library.module(module)
    }

    fn program(&self, module: &str, host: &dyn Host) -> Result<Option<MacroModule>, String> {
        let Some(path) = self.find(module) else {
            return Ok(None);
        };
        // Most modules export none: they are not compiled to find that out.
        let text = fs::read_to_string(&path);
        let is_candidate = text.is_ok_and(|text| text.contains("export-macro"));
        if !is_candidate || !source::defines(&path, module) {
            return Ok(None);
        }
        let unit = unit::make(&path, &self.library.compiler, &Options::default(), host);
        if unit.has_errors() {
            return Err(first_error(&path, &unit));
        }
        let mut modules = unit.modules.into_iter();
        let found = modules.find(|found| found.interface.module == module);
        let found = found.filter(|found| exports_macros(&found.interface));
        let Some((interface, object)) = found.and_then(|one| Some((one.interface, one.object?)))
        else {
            return Ok(None);
        };
        Ok(Some(MacroModule {
            interface,
            object,
            files: unit.sources.files,
        }))
    }

    fn include(&self, file: &Included, from: &str) -> Result<SourceFile, NotIncluded> {
        let beside = Path::new(from).parent().map(Path::to_owned);
        let here = PathBuf::new();
        let (name, folders) = match file {
            Included::File(name) => (name, beside.iter().chain([&here]).chain(&self.folders)),
            Included::Library(name) => (name, None.iter().chain([&here]).chain(&self.folders)),
        };
        for folder in folders {
            let path = folder.join(name);
            match fs::read_to_string(&path) {
                Ok(text) => return Ok(SourceFile::new(path.display().to_string(), text)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(NotIncluded::Unreadable(error.to_string())),
            }
        }
        let own = match file {
            Included::Library(name) => includes::find(name),
            Included::File(_) => None,
        };
        own.ok_or(NotIncluded::Missing)
    }
}
