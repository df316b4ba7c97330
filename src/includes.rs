//! The files that this executable carries for `include-lib`, under the paths that LFE has them at.

use alate_compiler::base::span::SourceFile;

/// Paths and texts.
const FILES: &[(&str, &str)] = &[
    ("lfe/include/cl.lfe", include_str!("../include/cl.lfe")),
    ("lfe/include/clj.lfe", include_str!("../include/clj.lfe")),
    ("lfe/include/scm.lfe", include_str!("../include/scm.lfe")),
];

/// What stands before a path in the name of such a file: no file on a disk is named so.
const LIBRARY: &str = "$library/";

/// The file that `(include-lib path)` names.
pub fn find(path: &str) -> Option<SourceFile> {
    let name = format!("{LIBRARY}{path}");
    let text = text(&name)?;
    Some(SourceFile::new(name, text.to_owned()))
}

/// The text of the file that was found under this name.
pub fn text(name: &str) -> Option<&'static str> {
    let path = name.strip_prefix(LIBRARY)?;
    let (_, text) = FILES.iter().find(|(known, _)| *known == path)?;
    Some(text)
}
