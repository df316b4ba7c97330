//! Every notation of the reader: source text, and what it reads as.

use super::form::{Form, Kind};
use super::read;
use crate::base::span::FileId;

fn forms(source: &str) -> Vec<Form> {
    let (forms, errors) = read(FileId(0), source);
    assert!(errors.is_empty(), "{source:?}: {errors:?}");
    forms
}

/// Checks rows of source text and its forms as printed, separated by one space.
fn check(rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        let printed: Vec<String> = forms(source).iter().map(Form::to_string).collect();
        assert_eq!(printed.join(" "), *expected, "source: {source}");
    }
}

#[test]
fn integers() {
    check(&[
        ("12 -3 +4 00012", "12 -3 4 12"),
        (
            "#b101 #*101 #o17 #d9 #xff #36rzz #2r11",
            "5 5 15 9 255 1295 3",
        ),
        ("#B101 #XfF #36Rhello #O17", "5 255 29234652 15"),
        ("#b-101 #x+ff #d-9", "-5 255 -9"),
        (
            "99999999999999999999999999999999999",
            "99999999999999999999999999999999999",
        ),
        ("#xffffffffffffffffffff", "1208925819614629174706175"),
        ("#xa(b) 12(a) 123\"x\"", "10 (b) 12 (a) 123 \"x\""),
    ]);
}

#[test]
fn floats() {
    check(&[
        ("1.0 +1.0 -1.0 1.0e10", "1.0 1.0 -1.0 10000000000.0"),
        ("1.5e+3 1.5E-3 -0.0 0.1", "1500.0 0.0015 -0.0 0.1"),
        ("1.0e22 1.0e-300 5.0e-324", "1.0e22 1.0e-300 5.0e-324"),
    ]);
    for symbol in ["1.", "1e3", "1.e3", "1.5.2", "1.5e", "1.5e400", "1_000"] {
        assert!(forms(symbol)[0].as_symbol().is_some(), "{symbol}");
    }
}

#[test]
fn characters() {
    check(&[
        ("#\\a #\\$ #\\ä #\\( #\\ ", "97 36 228 40 32"),
        ("#\\x41; #\\x1f42d; #\\x #\\ab", "65 128045 120 97 b"),
    ]);
}

#[test]
fn strings() {
    check(&[
        ("\"a\nb\"", "\"a\\nb\""),
        ("\"\\x61;\\x1f639;\"", "\"a😹\""),
        ("\"\\xg; \\q \\\" \\\\\"", "\"xg; q \\\" \\\\\""),
        ("\"\" #\"\"", "() #B()"),
        ("\"λé\"", "\"λé\""),
        ("#\"a\\nb\"", "#B(97 10 98)"),
        ("#\"é\" #\"xy\"", "#B(195 169) #\"xy\""),
        ("\"abc\"def", "\"abc\" def"),
    ]);
    let Kind::String(text) = &forms("\"\\b\\t\\n\\v\\f\\r\\e\\s\\d\\0\"")[0].kind else {
        panic!("no string");
    };
    assert_eq!(text, "\u{8}\t\n\u{b}\u{c}\r\u{1b} \u{7f}0");
}

#[test]
fn triple_quoted_strings() {
    check(&[
        (
            "\"\"\"\n  two\n    lines \"q\"\n  \"\"\"",
            "\"two\\n  lines \\\"q\\\"\"",
        ),
        ("\"\"\"\n\"\"\"", "()"),
        ("\"\"\"  \n  a\\n\n\n  b\n  \"\"\"c", "\"a\\\\n\\n\\nb\" c"),
        ("#\"\"\"\n  λ\n  \"\"\"", "#B(206 187)"),
        ("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "\"a\\nb\""),
        ("\"\"\"\na \"\"\" b\n\"\"\"", "\"a \\\"\\\"\\\" b\""),
    ]);
}

#[test]
fn binaries() {
    check(&[
        ("#B(1 (2 (size 16)) (#\"xy\" binary))", "#B(1 0 2 120 121)"),
        (
            "#B(42 (42 (size 16)) (42 (size 32)))",
            "#B(42 0 42 0 0 0 42)",
        ),
        (
            "#B((42 (size 32) big-endian) (42 (size 32) little-endian))",
            "#B(0 0 0 42 42 0 0 0)",
        ),
        ("#B((1 (size 3)) 255)", "#B(63 (7 (size 3)))"),
        ("#B((1 (size 12) little))", "#B(1 (0 (size 4)))"),
        ("#B(300 -1 (-2 (size 16)))", "#B(44 255 255 254)"),
        (
            "#B((1.23 float) (1.23 (size 32) float) (1.5 float (size 16)))",
            "#B(63 243 174 20 122 225 71 174 63 157 112 164 62 0)",
        ),
        (
            "#B((65504.0 float (size 16)) (1 float (size 16)))",
            "#B(123 255 60 0)",
        ),
        ("#B(\"abc\" (\"ab\" (size 16)))", "#B(97 98 99 0 97 0 98)"),
        (
            "#B((\"aλ\" utf8) (\"λ\" utf-16) (955 utf32 little))",
            "#B(97 206 187 3 187 187 3 0 0)",
        ),
        ("#B((128045 utf16) ((+ 1 2)))", "#B(216 61 220 45 3)"),
        (
            "#B((#\"xyz\" bytes (size 2)) (1 (size 2) (unit 8)))",
            "#B(120 121 0 1)",
        ),
        ("#B((#B(1 (1 (size 3))) bits) (1 (size 5)))", "#B(1 33)"),
        ("#b(1) #B()", "#B(1) #B()"),
    ]);
}

#[test]
fn sequences() {
    check(&[
        ("(a b) [1 2] ()", "(a b) (1 2) ()"),
        (
            "#(a b) #() #M(a #M(b ())) #m()",
            "#(a b) #() #M(a #M(b ())) #M()",
        ),
        ("#S(point x 1 y 2)", "#S(point x 1 y 2)"),
        ("(a . b) (1 2 . 3) (a .b)", "(a . b) (1 2 . 3) (a . b)"),
        (
            "(a . (b c)) (a . (b . c)) (a . \"bc\")",
            "(a b c) (a b . c) (a 98 99)",
        ),
        ("(a . ()) (quote . a)", "(a) (quote . a)"),
    ]);
}

#[test]
fn quotes() {
    check(&[
        ("'x `x ,x ,@x", "'x `x ,x ,@x"),
        ("'(a `(b ,c ,@d))", "'(a `(b ,c ,@d))"),
        (
            "(comma @x) (comma-at x) (quote) (quote a b)",
            "(comma @x) ,@x (quote) (quote a b)",
        ),
    ]);
    let quoted = &forms("`a")[0];
    assert_eq!(quoted.head(), Some("backquote"));
    assert_eq!((quoted.span.start, quoted.span.end), (0, 2));
}

#[test]
fn symbols() {
    for name in [
        "foo",
        "Foo",
        "foo-bar",
        ":foo",
        "123foo",
        "1.23e4extra",
        "+1a",
        "1.2e3x",
        "µ#",
        "±1",
        "451°F",
        "a'b",
        "a`b",
        "a,b",
        "a#b",
        "a|b",
        "a\\b",
        "a.",
        "a.b",
        "@a",
        "a:b",
        "a@b",
        "^~!$%&*_=<>?/",
        "+",
        "-",
        "λ",
        "日本",
        "->>",
        "mod:fun",
        "...",
    ] {
        let forms = forms(name);
        assert_eq!(forms.len(), 1, "{name}");
        assert_eq!(forms[0].as_symbol().map(|s| s.as_str()), Some(name));
    }
    check(&[
        ("|a b| || |a\\|b| |12| |a\nb|", "|a b| || a|b |12| |a\nb|"),
        ("|a\\nb|", "anb"),
        ("#EFoo #Esune #E", "Elixir.Foo Elixir.sune Elixir."),
    ]);
}

#[test]
fn function_references() {
    let check_reference = |source: &str, parts: &[&str]| {
        let form = &forms(source)[0];
        let list: Vec<String> = form
            .as_list()
            .unwrap()
            .iter()
            .map(Form::to_string)
            .collect();
        assert_eq!(list, parts, "{source}");
    };
    check_reference("#'f/1", &["function", "f", "1"]);
    check_reference("#'m:f/1", &["function", "m", "f", "1"]);
    check_reference("#'+/2", &["function", "+", "2"]);
    check_reference("#'//2", &["function", "/", "2"]);
    check_reference("#'/=/2", &["function", "/=", "2"]);
    check_reference("#'erlang:=/=/2", &["function", "erlang", "=/=", "2"]);
    check_reference("#'=:=/2", &["function", "=:=", "2"]);
    check_reference("#'lists:++/2", &["function", "lists", "++", "2"]);
    check_reference("#'m:f:g/1", &["function", "m", "f:g", "1"]);
    let span = forms("  #'lists:map/2")[0].as_list().unwrap()[2].span;
    assert_eq!((span.start, span.end), (10, 13));
}

#[test]
fn evaluation_while_reading() {
    check(&[
        ("#.(+ 1 2) '#.(* 2 3 4)", "3 '24"),
        ("#.(car '(a b)) #.'a #.\"abc\" #.1", "a a \"abc\" 1"),
        (
            "#.(list 1 2) #.(tuple 1 2) #.(cons 1 2)",
            "(1 2) #(1 2) (1 . 2)",
        ),
        ("#.(list* 1 2 '(3)) #.(cons 1 '(2))", "(1 2 3) (1 2)"),
        (
            "#.`(a ,(+ 1 2) ,@(list 4 5) #(b ,(- 1)))",
            "(a 3 4 5 #(b -1))",
        ),
        ("#.(if (< 1 2) 'yes 'no) #.(progn 1 2)", "yes 2"),
        (
            "#.(bsl 1 10) #.(bsr -5 1) #.(band 12 10) #.(bnot 0)",
            "1024 -3 8 -1",
        ),
        (
            "#.(/ 4 2) #.(div -7 2) #.(rem -7 2) #.(+ 1 0.5)",
            "2.0 -3 -1 1.5",
        ),
        ("#.(length \"abc\") #.(++ \"a\" '(b))", "3 (97 b)"),
    ]);
}

#[test]
fn comments_and_blanks() {
    check(&[
        ("a;b\nc", "a c"),
        ("#|a\n(|# b #||#c", "b c"),
        ("a\tb\u{c}c\r\nd\u{1}e", "a b c d e"),
        (";c", ""),
        ("\u{feff}a", "a"),
    ]);
}

#[test]
fn spans() {
    let list = &forms(" (ab 'c\n\"é\" #(d))")[0];
    let span = |form: &Form| (form.span.start, form.span.end);
    assert_eq!(span(list), (1, 18));
    let parts: Vec<(u32, u32)> = list.as_list().unwrap().iter().map(span).collect();
    assert_eq!(parts, [(2, 4), (5, 7), (8, 12), (13, 17)]);
}

#[test]
fn long_lines_are_fast() {
    let line = "(a \"b\" 'c 12 1.5)".repeat(600_000);
    let start = std::time::Instant::now();
    assert_eq!(forms(&line).len(), 600_000);
    let one_string = format!("\"{}\"", "x".repeat(10_000_000));
    assert_eq!(forms(&one_string).len(), 1);
    let (_, errors) = read(FileId(0), &"(".repeat(10_000_000));
    assert_eq!(errors.len(), 2);
    // Generous: a build without optimization on a busy machine.
    assert!(start.elapsed().as_secs() < 60);
}
