//! What diagnostics look like.

use super::*;
use crate::base::span::FileId;

fn sources(text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("a.lfe", text));
    sources
}

fn at(start: usize, end: usize, message: &str) -> Diagnostic {
    Diagnostic::error("code", Span::new(FileId(0), start, end), message)
}

fn plain(text: &str, diagnostic: Diagnostic) -> String {
    render(&[diagnostic], &sources(text), Style::default())
}

#[test]
fn a_whole_diagnostic() {
    let error = at(14, 17, "unbound symbol fo")
        .label("not bound here")
        .hint("did you mean `foo`?");
    assert_eq!(
        plain(
            "(defun f (foo)\n  (+ foo\n     fo))\n",
            Diagnostic {
                span: Span::new(FileId(0), 29, 31),
                ..error
            }
        ),
        "a.lfe:3:6: error: unbound symbol fo\n  \
           |\n\
         3 |      fo))\n  \
           |      ^^ not bound here\n  \
           = help: did you mean `foo`?\n\n"
    );
}

#[test]
fn short_and_coloured() {
    let warning = Diagnostic::warning("code", Span::new(FileId(0), 1, 2), "unused");
    let style = Style {
        short: true,
        colour: false,
    };
    let both = [warning.clone(), at(0, 1, "bad")];
    assert_eq!(
        render(&both, &sources("(a)"), style),
        "a.lfe:1:2: warning: unused\na.lfe:1:1: error: bad\n"
    );
    let style = Style {
        short: true,
        colour: true,
    };
    assert_eq!(
        render(&[warning], &sources("(a)"), style),
        "\x1b[1ma.lfe:1:2: \x1b[0m\x1b[1;33mwarning: \x1b[0m\x1b[1munused\x1b[0m\n"
    );
}

#[test]
fn further_places() {
    let mut error = at(12, 13, "illegal ']'").label("expected `)`");
    let opener = Span::new(FileId(0), 0, 1);
    error
        .secondary
        .push((opener, "to close this `(`".to_string()));
    assert_eq!(
        plain("(a\n b\n c\n d ]", error),
        "a.lfe:4:4: error: illegal ']'\n  \
           |\n\
         4 |  d ]\n  \
           |    ^ expected `)`\n\
         1 | (a\n  \
           | - to close this `(`\n\n"
    );
}

#[test]
fn tabs_and_wide_characters_take_their_columns() {
    let text = "\t(日本 \"é\" x)";
    let start = text.find('x').unwrap();
    let rendered = plain(text, at(start, start + 1, "here"));
    assert!(rendered.starts_with("a.lfe:1:10: error: here\n"));
    let lines: Vec<&str> = rendered.lines().collect();
    assert_eq!(lines[2], "1 |         (日本 \"é\" x)");
    assert_eq!(lines[3], "  |                   ^");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!(
        "({} wrong {})",
        "a".repeat(5_000_000),
        "b".repeat(5_000_000)
    );
    let start = text.find("wrong").unwrap();
    let rendered = plain(&text, at(start, start + 5, "here"));
    let lines: Vec<&str> = rendered.lines().collect();
    assert!(lines[2].len() < 120, "{}", lines[2]);
    assert_eq!(lines[2].find("wrong"), lines[3].find("^^^^^"));
    assert!(lines[2].ends_with("...") && lines[2].contains("| ..."));
    // The mark is cut too.
    let rendered = plain(&text, at(1, 5_000_000, "here"));
    assert!(rendered.lines().all(|line| line.len() < 120));
}

#[test]
fn places_over_several_lines_and_at_the_end() {
    let rendered = plain("(a\n (b\n  c))", at(4, 12, "here"));
    assert!(rendered.contains("2 |  (b\n  |  ^^\n"), "{rendered}");
    let rendered = plain("(a", at(2, 2, "here"));
    assert!(rendered.contains("1 | (a\n  |   ^\n"), "{rendered}");
    let rendered = plain("", at(0, 0, "here"));
    assert!(rendered.contains("1 | \n  | ^\n"), "{rendered}");
    // Places outside of the text do no harm.
    plain("é", at(1, 900, "here"));
    let unknown = Diagnostic::error("code", Span::new(FileId(7), 0, 1), "here");
    assert_eq!(plain("", unknown), "error: here\n  |\n\n");
}

#[test]
fn nothing_in_a_source_acts_on_the_terminal() {
    let rendered = plain("|\x1b[31m| \u{202e}", at(0, 2, "illegal \x1b[31m"));
    assert!(!rendered.contains('\x1b') && !rendered.contains('\u{202e}'));
    assert!(rendered.starts_with("a.lfe:1:1: error: illegal \\x1b;[31m\n"));
}

#[test]
fn json_lines() {
    let error = at(3, 5, "say \"x\"").label("label").hint("hint");
    let text = render_json(&[error.clone(), error], &sources("é\nab"));
    assert_eq!(text.lines().count(), 2);
    let value: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(
        value,
        serde_json::json!({
            "severity": "error", "code": "code", "message": "say \"x\"", "file": "a.lfe",
            "line": 2, "column": 1, "end_line": 2, "end_column": 3,
            "label": "label", "hints": ["hint"], "secondary": [],
        })
    );
}
