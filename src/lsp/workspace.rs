//! The sources that the server knows: texts that are open, files of the workspace's folders, the library.
//! Here they are read and not expanded: that is quick, harmless, and works with errors.

use super::text::Text;
use super::uri;
use super::worker::Answer;
use crate::documentation::of_library;
use crate::library::Library;
use crate::surroundings::module_of;
use alate_compiler::base::span::{FileId, SourceFile, Sources, Span};
use alate_compiler::documentation::{self, Entry, Kind, Module, Origin};
use alate_compiler::macros::Included;
use alate_compiler::session::{Form, Session};
use lsp_types::{Location, Uri};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Files that are looked at in a workspace.
const MOST_FILES: usize = 20_000;

/// How long the list of the workspace's files is believed.
const LISTED_FOR: Duration = Duration::from_secs(2);

/// A source that has been read.
pub struct Parsed {
    /// Its own text first, then those that it includes.
    pub sources: Sources,
    pub forms: Vec<Form>,
    pub modules: Vec<Module>,
}

impl Parsed {
    /// Reads a text of a file.
    fn new(path: &Path, text: &str, find: &mut documentation::Include) -> Parsed {
        let (mut sources, forms, _) = Session::read(&path.to_string_lossy(), text);
        let modules = documentation::collect(&forms, &[], &mut sources, find);
        Parsed {
            sources,
            forms,
            modules,
        }
    }

    /// Adds what macros have defined when the text was last compiled.
    fn add_expanded(&mut self, answer: &Answer) {
        let own = self.sources.files.first().cloned();
        let own = own.unwrap_or_else(|| SourceFile::new("", ""));
        let files = answer.source_files(own);
        for module in &mut self.modules {
            let known = answer
                .documentation
                .iter()
                .find(|one| one.name == module.name);
            let Some(known) = known else {
                continue;
            };
            for entry in &mut module.entries {
                let same = known.entries.iter().find(|one| is_same(one, entry));
                entry.is_exported |= same.is_some_and(|same| same.is_exported);
            }
            let made = known
                .entries
                .iter()
                .filter(|entry| entry.origin == Origin::Expanded);
            for entry in made {
                if module.entries.iter().any(|own| is_same(own, entry)) {
                    continue;
                }
                let mut entry = entry.clone();
                let name = files.get(entry.span.file.0 as usize).map(|file| &file.name);
                let own = self
                    .sources
                    .files
                    .iter()
                    .position(|file| Some(&file.name) == name);
                let Some(file) = own else {
                    continue;
                };
                entry.span.file = FileId(file as u32);
                entry.name_span.file = entry.span.file;
                module.entries.push(entry);
            }
        }
    }

    /// A place in it as the protocol has it; none: it is in a file that the command carries.
    pub fn location(&self, span: Span, uri_of_own: Option<&Uri>) -> Option<Location> {
        let file = self.sources.files.get(span.file.0 as usize)?;
        let uri = match uri_of_own {
            Some(uri) if span.file == FileId(0) => uri.clone(),
            _ => uri::of_path(Path::new(&file.name))?,
        };
        let text = Text::new(file.text.clone());
        Some(Location::new(
            uri,
            text.range(span.start as usize, span.end as usize),
        ))
    }
}

fn is_same(a: &Entry, b: &Entry) -> bool {
    a.kind == b.kind && a.name == b.name && a.arity == b.arity
}

/// A text that is open in the editor.
pub struct Document {
    pub uri: Uri,
    pub path: PathBuf,
    pub version: i32,
    pub text: Text,
}

/// A source, wherever it is from.
#[derive(Clone)]
pub struct Source {
    pub parsed: Arc<Parsed>,
    /// The editor's name for it, if it is open.
    pub uri: Option<Uri>,
}

/// An entry, and where it is from.
pub struct Found {
    pub module: Module,
    pub entry: Entry,
    /// None: the library.
    pub source: Option<Source>,
}

/// What has been read of a file, and which version of it that was.
type Kept = (Option<SystemTime>, u64, Arc<Parsed>);

/// Files by the modules that their names promise.
type Listed = BTreeMap<String, Vec<PathBuf>>;

/// Folders and files.
pub struct Workspace {
    pub library: &'static Library,
    roots: Vec<PathBuf>,
    /// Folders of `-I`.
    folders: Vec<PathBuf>,
    listed: Mutex<Option<(Instant, Listed)>>,
    files: Mutex<BTreeMap<PathBuf, Kept>>,
}

impl Workspace {
    pub fn new(library: &'static Library, roots: Vec<PathBuf>, folders: Vec<PathBuf>) -> Workspace {
        Workspace {
            library,
            roots,
            folders,
            listed: Mutex::default(),
            files: Mutex::default(),
        }
    }

    /// Folders where the compiler looks for modules and included files, besides the one of the source.
    pub fn folders(&self) -> Vec<PathBuf> {
        let mut all = self.folders.clone();
        for root in &self.roots {
            all.push(root.clone());
            let below = ["src", "include"].map(|name| root.join(name));
            all.extend(below.into_iter().filter(|folder| folder.is_dir()));
        }
        all
    }

    /// Something has happened to files.
    pub fn has_changed(&self) {
        *self.listed.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Modules that have files, by name.
    pub fn module_names(&self) -> Vec<String> {
        self.listed(|listed| listed.keys().cloned().collect())
    }

    fn listed<T>(&self, read: impl FnOnce(&Listed) -> T) -> T {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = listed
            .take()
            .filter(|(since, _)| since.elapsed() < LISTED_FOR);
        let (_, files) = listed.insert(fresh.unwrap_or_else(|| (Instant::now(), self.list())));
        read(files)
    }

    fn list(&self) -> Listed {
        let mut found = Listed::new();
        let mut folders: Vec<PathBuf> = self.roots.iter().rev().cloned().collect();
        folders.extend(self.folders.iter().rev().cloned());
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries.flatten() {
                let name = entry.file_name();
                let skipped = name.as_encoded_bytes().starts_with(b".")
                    || ["target", "_build", "node_modules"]
                        .iter()
                        .any(|skipped| name == *skipped);
                count += 1;
                if skipped || count > MOST_FILES {
                    continue;
                }
                let path = entry.path();
                // Links may lead in circles.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "lfe") {
                    found.entry(module_of(&path)).or_default().push(path);
                }
            }
        }
        for paths in found.values_mut() {
            paths.sort();
        }
        found
    }

    /// The file of a module: beside the one that asks, in the folders searched, anywhere.
    fn file_of(&self, module: &str, asking: &Path) -> Option<PathBuf> {
        let beside = asking.parent().map(Path::to_owned);
        let near = beside.into_iter().chain(self.folders());
        let mut near = near.map(|folder| folder.join(format!("{module}.lfe")));
        near.find(|path| path.is_file())
            .or_else(|| self.listed(|listed| listed.get(module)?.first().cloned()))
    }

    fn include(&self, open: &[Arc<Document>], file: &Included, from: &str) -> Option<SourceFile> {
        let beside = Path::new(from).parent().map(Path::to_owned);
        let (name, beside) = match file {
            Included::File(name) => (name, beside),
            Included::Library(name) => (name, None),
        };
        for folder in beside.into_iter().chain(self.folders()) {
            let path = folder.join(name);
            let text = match open.iter().find(|document| document.path == path) {
                Some(document) => Some(document.text.as_str().to_owned()),
                None => fs::read_to_string(&path).ok(),
            };
            if let Some(text) = text {
                return Some(SourceFile::new(path.to_string_lossy(), text));
            }
        }
        match file {
            Included::Library(name) => crate::includes::find(name),
            Included::File(_) => None,
        }
    }
}

/// What there was when a request came.
#[derive(Clone)]
pub struct Snapshot {
    pub workspace: Arc<Workspace>,
    pub open: Vec<Arc<Document>>,
    /// What came of compiling texts last, by their names.
    pub answers: BTreeMap<String, Arc<Answer>>,
}

impl Snapshot {
    pub fn document(&self, uri: &Uri) -> Option<&Arc<Document>> {
        self.open
            .iter()
            .find(|document| document.uri.as_str() == uri.as_str())
    }

    /// An open text, read.
    pub fn parse(&self, document: &Document) -> Source {
        let mut find = |file: &Included, from: &str| self.workspace.include(&self.open, file, from);
        let mut parsed = Parsed::new(&document.path, document.text.as_str(), &mut find);
        if let Some(answer) = self.answers.get(document.uri.as_str()) {
            parsed.add_expanded(answer);
        }
        Source {
            parsed: Arc::new(parsed),
            uri: Some(document.uri.clone()),
        }
    }

    /// The source that holds a module, as the file asking sees it.
    fn source_of(&self, module: &str, asking: &Path) -> Option<Source> {
        let path = match self.workspace.file_of(module, asking) {
            Some(path) => path,
            // It may not have been saved yet.
            None => {
                let open = self.open.iter();
                let mut open = open.filter(|document| module_of(&document.path) == module);
                open.next()?.path.clone()
            }
        };
        if let Some(document) = self.open.iter().find(|document| document.path == path) {
            return Some(self.parse(document));
        }
        self.read(&path)
    }

    fn read(&self, path: &Path) -> Option<Source> {
        let found = fs::metadata(path).ok()?;
        let (time, length) = (found.modified().ok(), found.len());
        let files = || {
            self.workspace
                .files
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let known = files().get(path).cloned();
        let known = known.filter(|(own, size, _)| (*own, *size) == (time, length));
        let parsed = match known {
            Some((_, _, parsed)) => parsed,
            None => {
                let text = String::from_utf8_lossy(&fs::read(path).ok()?).into_owned();
                let mut find =
                    |file: &Included, from: &str| self.workspace.include(&self.open, file, from);
                let parsed = Arc::new(Parsed::new(path, &text, &mut find));
                files().insert(path.to_owned(), (time, length, parsed.clone()));
                parsed
            }
        };
        Some(Source { parsed, uri: None })
    }

    /// A module by name: the workspace's hide those of the library.
    pub fn module(&self, name: &str, asking: &Path) -> Option<(Module, Option<Source>)> {
        if let Some(source) = self.source_of(name, asking) {
            let own = source
                .parsed
                .modules
                .iter()
                .find(|module| module.name == name);
            if let Some(module) = own.cloned() {
                return Some((module, Some(source)));
            }
        }
        Some((of_library(self.workspace.library, name)?, None))
    }

    /// What a module has of a name; if nothing has the arity, what has another.
    pub fn entries(
        module: &Module,
        source: Option<&Source>,
        name: &str,
        arity: Option<usize>,
    ) -> Vec<Found> {
        let mut entries = module.find(name, arity);
        if entries.is_empty() {
            entries = module.find(name, None);
        }
        // A macro hides a function.
        if entries.iter().any(|entry| entry.kind == Kind::Macro) {
            entries.retain(|entry| entry.kind == Kind::Macro);
        }
        let found = entries.into_iter().map(|entry| Found {
            module: module.clone(),
            entry: entry.clone(),
            source: source.cloned(),
        });
        found.collect()
    }
}
