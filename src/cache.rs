//! Compiled modules kept in `.alate/` beside their sources.
//!
//! One entry a source file, replaced as a whole by a rename, so that two builds at once see either
//! the old entry or the new one. An entry holds the key it was made from (compiler, file name, text),
//! the texts it included, its modules and the warnings, under a checksum: whatever does
//! not fit is a miss, and the module is compiled again.

use crate::codec::{Reader, Writer};
use crate::files::write_atomically;
use crate::hash;
use crate::includes;
use alate_compiler::base::diagnostic::{Diagnostic, Severity};
use alate_compiler::base::span::{FileId, SourceFile, Sources, Span};
use alate_compiler::pipeline::Compiled;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a compilation without errors leaves.
pub struct Entry {
    pub modules: Vec<Compiled>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The folder of compiled modules beside a source.
pub fn folder(source: &Path) -> PathBuf {
    source.with_file_name(".alate")
}

fn entry_path(source: &Path) -> Option<PathBuf> {
    let mut name = source.file_name()?.to_owned();
    name.push(".compiled");
    Some(folder(source).join(name))
}

/// The key of a source: everything but its includes that its object depends on.
fn key(compiler: &str, sources: &Sources, file: FileId) -> String {
    let source = sources.get(file);
    hash::Hasher::new()
        .field(compiler.as_bytes())
        .field(source.name.as_bytes())
        .field(source.text.as_bytes())
        .finish()
}

/// The entry of a source if it is there, whole, and made from the same texts by the same compiler.
/// Files that the source included are added to `sources` in the order they had.
pub fn load(compiler: &str, source: &Path, sources: &mut Sources, file: FileId) -> Option<Entry> {
    let bytes = fs::read(entry_path(source)?).ok()?;
    let (checksum, content) = bytes.split_at_checked(32)?;
    if hash::of(content).as_bytes() != checksum {
        return None;
    }
    let mut reader = Reader::new(content);
    if reader.text()? != key(compiler, sources, file) {
        return None;
    }
    let mut included = Vec::new();
    for (name, expected) in reader.many(|r| Some((r.text()?, r.text()?)))? {
        let text = match includes::text(&name) {
            Some(text) => text.to_owned(),
            None => fs::read_to_string(&name).ok()?,
        };
        if hash::of(text.as_bytes()) != expected {
            return None;
        }
        included.push(SourceFile::new(name, text));
    }
    let modules = reader.many(|r| {
        Some(Compiled {
            interface: r.interface()?,
            object: Some(r.data()?.to_owned()),
        })
    })?;
    let diagnostics = reader.many(read_diagnostic)?;
    for file in included {
        sources.add(file);
    }
    Some(Entry {
        modules,
        diagnostics,
    })
}

/// Keeps a compilation's result. A folder that cannot be written means no cache, not an error.
pub fn store(compiler: &str, source: &Path, sources: &Sources, file: FileId, entry: &Entry) {
    let mut writer = Writer::default();
    writer.text(&key(compiler, sources, file));
    let included: Vec<&SourceFile> = sources
        .files
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != file.0 as usize)
        .map(|(_, included)| included)
        .collect();
    writer.number(included.len() as u64);
    for other in included {
        writer.text(&other.name);
        writer.text(&hash::of(other.text.as_bytes()));
    }
    writer.number(entry.modules.len() as u64);
    for module in &entry.modules {
        writer.interface(&module.interface);
        writer.data(module.object.as_deref().unwrap_or_default());
    }
    writer.number(entry.diagnostics.len() as u64);
    for diagnostic in &entry.diagnostics {
        write_diagnostic(&mut writer, diagnostic);
    }
    let mut bytes = hash::of(&writer.bytes).into_bytes();
    bytes.extend_from_slice(&writer.bytes);
    if let Some(path) = entry_path(source)
        && make_folder(&folder(source)).is_ok()
    {
        // See above: no cache is no error.
        let _ = write_atomically(&path, &bytes);
    }
}

/// Makes the cache folder, with a note for version control to leave it alone.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        write_atomically(&folder.join(".gitignore"), b"*\n")?;
    }
    Ok(())
}

fn write_span(writer: &mut Writer, span: Span) {
    writer.number(u64::from(span.file.0));
    writer.number(u64::from(span.start));
    writer.number(u64::from(span.end));
}

fn read_span(reader: &mut Reader) -> Option<Span> {
    Some(Span {
        file: FileId(reader.number()? as u32),
        start: reader.number()? as u32,
        end: reader.number()? as u32,
    })
}

pub fn write_diagnostic(writer: &mut Writer, diagnostic: &Diagnostic) {
    writer.number(diagnostic.is_error().into());
    writer.text(diagnostic.code);
    writer.text(&diagnostic.message);
    write_span(writer, diagnostic.span);
    writer.text(&diagnostic.label);
    writer.number(diagnostic.secondary.len() as u64);
    for (span, text) in &diagnostic.secondary {
        write_span(writer, *span);
        writer.text(text);
    }
    writer.number(diagnostic.hints.len() as u64);
    for hint in &diagnostic.hints {
        writer.text(hint);
    }
}

pub fn read_diagnostic(reader: &mut Reader) -> Option<Diagnostic> {
    Some(Diagnostic {
        severity: if reader.number()? == 1 {
            Severity::Error
        } else {
            Severity::Warning
        },
        code: static_code(reader.text()?),
        message: reader.text()?,
        span: read_span(reader)?,
        label: reader.text()?,
        secondary: reader.many(|r| Some((read_span(r)?, r.text()?)))?,
        hints: reader.many(Reader::text)?,
    })
}

/// Codes are static strings; there are few, and each is kept once.
fn static_code(code: String) -> &'static str {
    static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    match codes.get(code.as_str()) {
        Some(known) => known,
        None => {
            let code: &'static str = code.leak();
            codes.insert(code);
            code
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Folder;
    use alate_compiler::pipeline::Interface;

    fn entry() -> Entry {
        let span = Span::new(FileId(0), 1, 3);
        Entry {
            modules: vec![Compiled {
                interface: Interface {
                    module: "m".into(),
                    exports: vec![("f".into(), 2)],
                    calls: vec![("lists".into(), "map".into(), 2)],
                    variables: vec!["*v*".into()],
                    variable_uses: vec![("m".into(), "*v*".into())],
                    behaviours: vec!["b".into()],
                    callbacks: vec![("init".into(), 1)],
                    atoms: vec!["ok".into()],
                },
                object: Some(vec![1, 2, 3]),
            }],
            diagnostics: vec![
                Diagnostic::warning("unused", span, "x")
                    .label("y")
                    .hint("z"),
            ],
        }
    }

    fn sources(text: &str) -> (Sources, FileId) {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("m.lfe", text));
        (sources, file)
    }

    #[test]
    fn an_entry_comes_back_whole_and_only_for_its_own_key() {
        let place = Folder::new().unwrap();
        let path = place.path().join("m.lfe");
        let (mut same, file) = sources("(a)");
        store("c1", &path, &same, file, &entry());
        let back = load("c1", &path, &mut same, file).expect("hit");
        assert_eq!(back.diagnostics, entry().diagnostics);
        assert_eq!(back.modules, entry().modules);
        assert!(load("c2", &path, &mut same, file).is_none());
        let (mut other, file) = sources("(b)");
        assert!(load("c1", &path, &mut other, file).is_none());
    }

    #[test]
    fn a_damaged_entry_is_a_miss() {
        let place = Folder::new().unwrap();
        let path = place.path().join("m.lfe");
        let (mut same, file) = sources("(a)");
        store("c", &path, &same, file, &entry());
        let stored = entry_path(&path).unwrap();
        let bytes = fs::read(&stored).unwrap();
        for length in 0..bytes.len() {
            fs::write(&stored, &bytes[..length]).unwrap();
            assert!(
                load("c", &path, &mut same, file).is_none(),
                "{length} bytes"
            );
        }
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 0x40;
            fs::write(&stored, &changed).unwrap();
            assert!(load("c", &path, &mut same, file).is_none(), "byte {index}");
        }
        fs::write(&stored, &bytes).unwrap();
        assert!(load("c", &path, &mut same, file).is_some());
    }
}
