//! Every message of the reader: source text, the messages with the text they point at, and the
//! forms that were read all the same.

use super::form::Form;
use super::{MAX_DEPTH, MAX_ERRORS, decode, read};
use crate::base::span::FileId;

/// `source`, messages as `offset text message`, printed forms.
fn check(source: &str, messages: &[&str], expected: &str) {
    let (forms, errors) = read(FileId(0), source);
    let found: Vec<String> = errors
        .iter()
        .map(|error| {
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            format!("{start} {} {}", &source[start..end], error.message)
        })
        .collect();
    assert_eq!(found, messages, "source: {source:?}");
    let printed: Vec<String> = forms.iter().map(Form::to_string).collect();
    assert_eq!(printed.join(" "), expected, "source: {source:?}");
}

#[test]
fn brackets() {
    check("(a b", &["0 ( missing token"], "");
    check("'", &["0 ' missing token"], "");
    check("(a ,@", &["3 ,@ missing token"], "");
    check("(a b) #(", &["6 #( missing token"], "(a b)");
    check("a b) c", &["3 ) illegal ')'"], "a b c");
    check("] c", &["0 ] illegal ']'"], "c");
    check("(a b] (c)", &["4 ] illegal ']'"], "(c)");
    check("[a b) c", &["4 ) illegal ')'"], "c");
    check("#M(a (b] c) d", &["7 ] illegal ']'"], "d");
    check("(a ') b", &["4 ) illegal ')'"], "b");
}

#[test]
fn the_unclosed_bracket_is_blamed() {
    // The second form begins in the first column.
    check(
        "(f (a b)\n  (g (c)\n\n(h)\n(i)",
        &["11 ( missing token"],
        "(h) (i)",
    );
    // The third line is indented like the second, whose bracket is still open.
    check(
        "(f\n  (g (a)\n  (h b))\n\n(i)\n",
        &["5 ( missing token"],
        "(i)",
    );
    // All brackets close in the end: nothing is wrong with a bracket in the first column.
    check("(f\n(g))\n(h)", &[], "(f (g)) (h)");
    // Mistakes after the restart are found once.
    check(
        "(f (a\n(g ])\n(h)",
        &["3 ( missing token", "9 ] illegal ']'", "10 ) illegal ')'"],
        "(h)",
    );
}

#[test]
fn dots() {
    check("(a . b c) d", &["7 c illegal symbol"], "d");
    check("(a . b 1)", &["7 1 illegal number"], "");
    check("(a . b \"x\")", &["7 \"x\" illegal string"], "");
    check("(a . b #\"x\")", &["7 #\"x\" illegal binary"], "");
    check("(a . b (c))", &["7 ( illegal '('"], "");
    check("(a . b #(c))", &["7 #( illegal '#('"], "");
    check("(a . b 'c)", &["7 ' illegal '\\''"], "");
    check("(a . b . c)", &["7 . illegal '.'"], "");
    check("(a . b #'f/1)", &["7 #'f/1 illegal '#\\''"], "");
    check("(a . ) b", &["5 ) illegal ')'"], "b");
    check("( . a) b", &["2 . illegal '.'"], "b");
    check("#(a . b) c", &["4 . illegal '.'"], "c");
    check("#M(a . b)", &["5 . illegal '.'"], "");
    check("#B(1 . 2)", &["5 . illegal '.'"], "");
    check(". a", &["0 . illegal '.'"], "a");
    check(".5", &["0 . illegal '.'"], "5");
}

#[test]
fn characters_and_tokens() {
    check("{a} b", &["0 { illegal '{'", "2 } illegal '}'"], "a b");
    check("(a{b) c", &["2 { illegal '{'"], "c");
    check("a \u{7f} b", &["2 \u{7f} illegal '\\d'"], "a b");
    check("(\u{80})", &["1 \u{80} illegal '\\200'"], "");
    check("(\u{2003})", &["1 \u{2003} illegal '\\x{2003}'"], "");
    for token in ["#;", "#,", "#`", "#,@"] {
        let message = format!("1 {token} illegal '{token}'");
        check(&format!("({token} a) b"), &[&message], "b");
    }
    check("#a b", &["0 #a illegal token #a"], "b");
    check("(#zap) b", &["1 #z illegal token #z"], "b");
    check("(#", &["0 ( missing token", "1 # illegal token #"], "");
    check("#b", &["0 #b illegal token #b"], "");
    check("#M", &["0 #M illegal token #M"], "");
    check("#[a]", &["0 #[ illegal token #[", "3 ] illegal ']'"], "a");
    check("# b", &["0 #  illegal token # "], "b");
    check("#\\", &["0 #\\ illegal token #\\"], "");
    check("#\\xd800; b", &["0 #\\xd800; illegal token #\\xd800;"], "b");
}

#[test]
fn numbers() {
    let illegal = "illegal characters in based number";
    check("#b12 a", &[&format!("3 2 {illegal}")], "a");
    check("#o9", &[&format!("2 9 {illegal}")], "");
    check("#xfg", &[&format!("3 g {illegal}")], "");
    check("#d1x", &[&format!("3 x {illegal}")], "");
    check("#b10foo", &[&format!("4 f {illegal}")], "");
    check("#d a", &["0 #d bad of format of based number"], "a");
    check("(#2r)", &["1 #2r bad of format of based number"], "");
    check("#*", &["0 #* bad of format of based number"], "");
    check("#37r1 a", &["0 #37r bad of format of #r"], "a");
    check("#1r0", &["0 #1r bad of format of #r"], "");
    check("#12", &["0 #12 bad of format of #r"], "");
}

#[test]
fn function_references() {
    for word in ["f", "f/", "f/x", "m:/2/1", "a/b/2", "f/1x", "f/-1", ""] {
        let message = format!("1 #'{word} bad of format of #'{word}");
        check(&format!("(#'{word}) b"), &[&message], "b");
    }
}

#[test]
fn strings() {
    check(
        "(a \"b c)\n(d)",
        &["3 \" illegal characters in \"b c)..."],
        "(d)",
    );
    check("#\"abc", &["0 #\" illegal characters in \"abc"], "");
    check("(|abc) d", &["1 | illegal characters in |abc) d"], "");
    check(
        "\"\\x110000;\" b",
        &["1 \\x110000; illegal characters in \\x110000;"],
        "b",
    );
    // The quote missing in the first form, not the last quote of the text, is blamed.
    check(
        "(f \"one two)\n(g \"three\")\n(h)",
        &["3 \" illegal characters in \"one two)..."],
        "(g \"three\") (h)",
    );
}

#[test]
fn triple_quoted_strings() {
    let bad = "bad format of triple-quoted string";
    check("\"\"\"abc\n\"\"\" d", &[&format!("3 abc {bad}")], "d");
    check("(\"\"\"\nabc\n(d)", &[&format!("1 \"\"\" {bad}")], "(d)");
    check("\"\"\"\"\"\"", &[&format!("0 \"\"\" {bad}")], "");
    check(
        "\"\"\"\n  abc\n b\n  \"\"\" d",
        &[&format!("10  b {bad}")],
        "d",
    );
}

#[test]
fn comments() {
    check(
        "#| a #| b |# c |# d",
        &["5 #| illegal nested block comment"],
        "d",
    );
    check(
        "#| a #| b |# d",
        &["5 #| illegal nested block comment"],
        "d",
    );
    check(
        "(a\n #| x\n(b)",
        &["4 #| bad of format of block comment"],
        "(b)",
    );
}

#[test]
fn literals() {
    check("#M(a) b", &["0 #M(a) bad map"], "b");
    check("(#M(a b c))", &["1 #M(a b c) bad map"], "");
    check(
        "#S() #S(a b) #S(1)",
        &[
            "0 #S() bad struct",
            "5 #S(a b) bad struct",
            "13 #S(1) bad struct",
        ],
        "",
    );
    for (literal, place) in [
        ("#B(a)", "3 a"),
        ("#B((1 foo))", "3 (1 foo)"),
        ("#B(1.5)", "3 1.5"),
        ("#B(#\"a\")", "3 #\"a\""),
        ("#B((1114112 utf8))", "3 (1114112 utf8)"),
        ("#B((97 (unit 8)))", "3 (97 (unit 8))"),
        ("#B((1.5 float (size 24)))", "3 (1.5 float (size 24))"),
        ("#B((42 (size -1)))", "3 (42 (size -1))"),
        ("#B((1 (size 99999999999)))", "3 (1 (size 99999999999))"),
        ("#B(())", "3 ()"),
        ("#B((1 . 2))", "3 (1 . 2)"),
        (
            "#B((#\"ab\" binary (size 3)))",
            "3 (#\"ab\" binary (size 3))",
        ),
    ] {
        check(literal, &[&format!("{place} bad binary")], "");
    }
}

#[test]
fn evaluation_while_reading() {
    for (source, place) in [
        ("#.foo", "2 foo"),
        ("#.(div 4 0)", "2 (div 4 0)"),
        ("#.(+ 1 (car '()))", "7 (car '())"),
        ("#.(* 1.0e300 1.0e300)", "2 (* 1.0e300 1.0e300)"),
        ("#.(bsl 1 1000000000000)", "2 (bsl 1 1000000000000)"),
        ("#.((a))", "3 (a)"),
        ("#.(+ 'a)", "2 (+ 'a)"),
    ] {
        check(source, &[&format!("{place} bad #. expression")], "");
    }
}

#[test]
fn nesting() {
    let deep = |levels: usize| format!("{}{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(read(FileId(0), &deep(MAX_DEPTH)).1.len(), 0);
    let source = format!("{} a", deep(10_000));
    let (forms, errors) = read(FileId(0), &source);
    assert_eq!(forms.len(), 1);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].message, "nesting too deep");
    assert_eq!(errors[0].span.start as usize, MAX_DEPTH);
    for prefix in ["'", "#.", "`,", "#(", "#M(a ", "#B((", "(a . "] {
        let (forms, errors) = read(FileId(0), &prefix.repeat(100_000));
        assert!(forms.is_empty());
        assert_eq!(errors.len(), 2, "{prefix}");
    }
}

#[test]
fn long_symbols() {
    let long = "a".repeat(256);
    let (forms, errors) = read(FileId(0), &format!("{long} |{long}| {}", &long[1..]));
    assert_eq!(forms.len(), 1);
    assert_eq!(errors.len(), 2);
    assert!(errors[0].message.starts_with("illegal token aaaa"));
}

#[test]
fn errors_are_limited() {
    let (_, errors) = read(FileId(0), &")".repeat(100_000));
    assert_eq!(errors.len(), MAX_ERRORS + 1);
    // Each unclosed form makes reading start again; their number is limited too.
    let (_, errors) = read(FileId(0), &"(\n".repeat(100_000));
    assert_eq!(errors.len(), MAX_ERRORS + 1);
}

#[test]
fn text_that_is_not_utf8() {
    let (text, error) = decode(FileId(0), b"(a \xe9)");
    let error = error.unwrap();
    assert_eq!(error.message, "illegal character: the source is not UTF-8");
    assert_eq!((error.span.start, error.span.end), (3, 6));
    assert_eq!(text, "(a \u{fffd})");
    assert!(decode(FileId(0), "é".as_bytes()).1.is_none());
}
