//! A text by positions of the protocol: lines, and UTF-16 units in them.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// A text and where its lines begin.
#[derive(Clone, Debug, Default)]
pub struct Text {
    text: String,
    line_starts: Vec<usize>,
}

impl Text {
    pub fn new(text: impl Into<String>) -> Text {
        let text = text.into();
        let mut line_starts = vec![0];
        // A carriage return alone ends a line, too, says the protocol.
        let bytes = text.as_bytes();
        for (index, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || *byte == b'\r' && bytes.get(index + 1) != Some(&b'\n');
            if ends {
                line_starts.push(index + 1);
            }
        }
        Text { text, line_starts }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The byte of a position; one behind the end of a line or of the text is that end.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.line_starts.get(line).copied() else {
            return self.text.len();
        };
        let end = self.line_starts.get(line + 1).copied();
        let whole = &self.text[start..end.unwrap_or(self.text.len())];
        let line = whole.trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (index, c) in line.char_indices() {
            if units >= position.character as usize {
                return start + index;
            }
            units += c.len_utf16();
        }
        start + line.len()
    }

    /// The position of a byte; in the middle of a character it is that character's.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.line_starts[line]..offset];
        let units: usize = before.chars().map(char::len_utf16).sum();
        Position::new(line as u32, units as u32)
    }

    pub fn range(&self, start: usize, end: usize) -> Range {
        Range::new(self.position(start), self.position(end.max(start)))
    }

    /// The text after a change.
    pub fn changed(&self, change: &TextDocumentContentChangeEvent) -> Text {
        let Some(range) = change.range else {
            return Text::new(change.text.clone());
        };
        let start = self.offset(range.start);
        let end = self.offset(range.end).max(start);
        let mut text = String::with_capacity(self.text.len() + change.text.len());
        text.push_str(&self.text[..start]);
        text.push_str(&change.text);
        text.push_str(&self.text[end..]);
        Text::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_in_utf_16() {
        let text = Text::new("aä𝄞b\r\nc\rd");
        for (line, character, offset) in [
            (0, 0, 0),
            (0, 1, 1),
            (0, 2, 3),
            (0, 4, 7),
            (0, 5, 8),
            (1, 0, 10),
            (1, 1, 11),
            (2, 1, 13),
        ] {
            let position = Position::new(line, character);
            assert_eq!(text.offset(position), offset, "{line}:{character}");
            assert_eq!(text.position(offset), position, "{offset}");
        }
        // In the middle of a pair, behind a line, behind the text.
        assert_eq!(text.offset(Position::new(0, 3)), 7);
        assert_eq!(text.offset(Position::new(0, 99)), 8);
        assert_eq!(text.offset(Position::new(9, 9)), 13);
        assert_eq!(text.position(5), Position::new(0, 2));
    }

    #[test]
    fn changes_are_applied_where_they_say() {
        let change = |range: Option<Range>, text: &str| TextDocumentContentChangeEvent {
            range,
            range_length: None,
            text: text.to_owned(),
        };
        let range = |a, b, c, d| Some(Range::new(Position::new(a, b), Position::new(c, d)));
        let text = Text::new("one\ntwo 𝄞\nthree\n");
        let text = text.changed(&change(range(1, 4, 1, 6), "x"));
        assert_eq!(text.as_str(), "one\ntwo x\nthree\n");
        let text = text.changed(&change(range(0, 3, 2, 0), " "));
        assert_eq!(text.as_str(), "one three\n");
        let text = text.changed(&change(range(7, 0, 7, 0), "end"));
        assert_eq!(text.as_str(), "one three\nend");
        assert_eq!(text.changed(&change(None, "all")).as_str(), "all");
        // The wrong way round.
        assert_eq!(
            text.changed(&change(range(1, 3, 1, 0), "!")).as_str(),
            "one three\nend!"
        );
    }
}
