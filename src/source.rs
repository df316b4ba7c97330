//! Reading source files, and finding the file of a module.

use crate::failure::Failure;
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::span::{FileId, SourceFile, Sources, Span};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Spans hold 32-bit offsets; no hand-written source comes near this.
const GREATEST_SOURCE: u64 = 1 << 28;

/// Why a source cannot be compiled at all.
pub enum Unreadable {
    /// No text to point into.
    File(Failure),
    /// Text that is not UTF-8, shown with replacement characters.
    Text(Box<(Sources, Diagnostic)>),
}

/// Reads a file as a compilation's first source.
pub fn read(path: &Path) -> Result<(Sources, FileId), Unreadable> {
    let bytes = contents(path).map_err(Unreadable::File)?;
    let mut sources = Sources::default();
    let name = path.display().to_string();
    match String::from_utf8(bytes) {
        Ok(text) => {
            let file = sources.add(SourceFile::new(name, text));
            Ok((sources, file))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = sources.add(SourceFile::new(name, text));
            let span = Span::new(file, at, at + '\u{fffd}'.len_utf8());
            let diagnostic = Diagnostic::error("not-utf8", span, "source is not valid UTF-8")
                .label("this byte begins no UTF-8 character")
                .hint("save the file as UTF-8");
            Err(Unreadable::Text(Box::new((sources, diagnostic))))
        }
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, Failure> {
    let refuse = |error: std::io::Error| Failure::file("read", path, &error);
    let directory = || {
        Failure::new(format!(
            "cannot read {}: it is a directory, not a source file",
            path.display()
        ))
    };
    let found = fs::metadata(path).map_err(|error| {
        let failure = refuse(error);
        let with_ending = path.with_added_extension("lfe");
        if with_ending.is_file() {
            failure.advice(format!("did you mean {}?", with_ending.display()))
        } else {
            failure
        }
    })?;
    if found.is_dir() {
        return Err(directory());
    }
    if found.len() > GREATEST_SOURCE {
        return Err(Failure::new(format!(
            "cannot read {}: {} bytes are too many for a source (at most {GREATEST_SOURCE})",
            path.display(),
            found.len()
        )));
    }
    fs::read(path).map_err(refuse)
}

/// Modules of the folders searched, by name: the first folder that has `NAME.lfe` wins.
pub fn candidates(folders: &[PathBuf]) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for folder in folders {
        let shown = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let Ok(entries) = fs::read_dir(shown) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if let Some(module) = name.to_str().and_then(|name| name.strip_suffix(".lfe")) {
                found
                    .entry(module.to_owned())
                    .or_insert_with(|| folder.join(&name));
            }
        }
    }
    found
}

/// Whether a file's text defines the module of that name, judged by its first `(defmodule NAME`.
/// Only for files that nobody named: it spares compiling a namesake.
pub fn defines(path: &Path, module: &str) -> bool {
    let Ok(text) = fs::read(path) else {
        return false;
    };
    let text = String::from_utf8_lossy(&text);
    text.lines()
        .map(|line| line.split(';').next().unwrap_or(line))
        .find_map(|line| line.split_once("(defmodule"))
        .is_some_and(|(_, rest)| {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix('(').unwrap_or(rest);
            let name: String = match rest.strip_prefix('|') {
                Some(quoted) => quoted.chars().take_while(|c| *c != '|').collect(),
                None => rest
                    .chars()
                    .take_while(|c| !c.is_whitespace() && !"()[]\"';".contains(*c))
                    .collect(),
            };
            name == module
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Folder;

    #[test]
    fn the_first_folder_wins() {
        let (one, two) = (Folder::new().unwrap(), Folder::new().unwrap());
        for path in [
            one.path().join("a.lfe"),
            two.path().join("a.lfe"),
            two.path().join("b.lfe"),
        ] {
            fs::write(path, "").unwrap();
        }
        let found = candidates(&[one.path().to_owned(), two.path().to_owned()]);
        assert_eq!(found["a"], one.path().join("a.lfe"));
        assert_eq!(found["b"], two.path().join("b.lfe"));
    }

    #[test]
    fn a_namesake_is_told_by_its_defmodule() {
        let folder = Folder::new().unwrap();
        let path = folder.path().join("lists.lfe");
        fs::write(
            &path,
            "; (defmodule lists)\n(defmodule\tmy-lists (export all))",
        )
        .unwrap();
        assert!(defines(&path, "my-lists"));
        assert!(!defines(&path, "lists"));
        fs::write(&path, "(defmodule |a b|)").unwrap();
        assert!(defines(&path, "a b"));
    }

    #[test]
    fn bad_bytes_are_an_error_at_their_place() {
        let folder = Folder::new().unwrap();
        let path = folder.path().join("x.lfe");
        fs::write(&path, b"(a\xffb)").unwrap();
        let Err(Unreadable::Text(problem)) = read(&path) else {
            panic!("bad bytes were accepted");
        };
        assert_eq!(problem.1.span.start, 2);
    }
}
