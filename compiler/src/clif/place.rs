//! Source places as Cranelift carries them through to machine code: one number per instruction.

use crate::base::span::{FileId, Sources, Span};
use cranelift_codegen::ir::SourceLoc;

/// The line has the low bits, so that dumps of CLIF show plain lines of a module's own file.
const LINE_BITS: u32 = 24;
const GREATEST_LINE: u32 = (1 << LINE_BITS) - 1;
/// The greatest number of all means "nowhere" to Cranelift.
const GREATEST_FILE: u32 = (u32::MAX >> LINE_BITS) - 1;

/// The place of a span; none for code that no source text stands for, and where a file has more
/// lines, or a module more files, than the number can hold.
pub fn encode(sources: &Sources, span: Span) -> Option<SourceLoc> {
    let file = span.file.0;
    // Code that the compiler adds has the empty span.
    if file > GREATEST_FILE || span == Span::default() {
        return None;
    }
    let line = sources.files.get(file as usize)?.line(span.start);
    (1..=GREATEST_LINE)
        .contains(&line)
        .then(|| SourceLoc::new(file << LINE_BITS | line))
}

/// File and line of a place.
pub fn decode(place: SourceLoc) -> Option<(FileId, u32)> {
    let line = place.bits() & GREATEST_LINE;
    let file = place.bits() >> LINE_BITS;
    (!place.is_default() && line > 0).then_some((FileId(file), line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::SourceFile;

    #[test]
    fn places_come_back() {
        let mut sources = Sources::default();
        sources.add(SourceFile::new("a.lfe", "one\ntwo\n"));
        let included = sources.add(SourceFile::new("b.lfe", "one\ntwo\nthree\n"));
        for (file, start, line) in [(FileId(0), 5, 2), (included, 9, 3)] {
            let place = encode(&sources, Span::new(file, start, start + 1)).unwrap();
            assert_eq!(decode(place), Some((file, line)));
        }
        assert_eq!(encode(&sources, Span::new(FileId(7), 0, 1)), None);
        assert_eq!(encode(&sources, Span::default()), None);
        assert_eq!(decode(SourceLoc::default()), None);
    }
}
