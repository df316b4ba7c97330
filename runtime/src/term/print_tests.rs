//! Terms as text, in Lisp and Erlang syntax.

use super::*;
use crate::atom::intern;
use crate::heap::{self, testing::context};
use crate::word::Word;
use alate_abi::context::Context;

fn names(names: &[&str], syntax: Syntax) -> Vec<String> {
    names
        .iter()
        .map(|name| text(intern(name).unwrap(), syntax))
        .collect()
}

/// Recorded from `lfe_io:print1/1` of LFE 2.2.1.
#[test]
fn lisp_symbols() {
    for plain in [
        "a", "A", "1a", "+1a", "12a", "a.b", "a#b", "a'", "a,b", "a\\b", "-", "+", "1e5", "1.5e3x",
        ".5", "5.", "1/2", "é", "€", "a|b", "..", "1.0.0", "=", "a=b", "ß", "×", "1E5", "\\", "a`",
        "Āa",
    ] {
        assert_eq!(text(intern(plain).unwrap(), Syntax::Lisp), plain);
    }
    let quoted = [
        "", "a b", "a\"b", "12", "+1", "-1.0", "1.0e5", "1.5E3", "a;b", ".", "#a", "'a", "`", ",a",
        "(", "|", "{a", "a[b", "a\nb", "a\\ b", "a b\t", "\u{a0}", "\u{80}", "\u{7f}a", "\u{1b}a",
    ];
    let expected = [
        "||",
        "|a b|",
        "|a\"b|",
        "|12|",
        "|+1|",
        "|-1.0|",
        "|1.0e5|",
        "|1.5E3|",
        "|a;b|",
        "|.|",
        "|#a|",
        "|'a|",
        "|`|",
        "|,a|",
        "|(|",
        "|\\||",
        "|{a|",
        "|a[b|",
        "|a\\nb|",
        "|a\\\\ b|",
        "|a b\\t|",
        "|\u{a0}|",
        "|\u{80}|",
        "|\\da|",
        "|\\ea|",
    ];
    assert_eq!(names(&quoted, Syntax::Lisp), expected);
}

/// Recorded from `~w` of OTP 25.
#[test]
fn erlang_atoms() {
    let atoms = [
        "a@b",
        "A",
        "_a",
        "a.b",
        "after",
        "and",
        "maybe",
        "'",
        "\\",
        "",
        "aB_1@",
        "1a",
        "\u{7f}",
        "\u{1b}\u{8}",
        "\u{a0}",
        "×",
        "ß",
        "é",
        "€",
        "\u{82}",
    ];
    let expected = [
        "a@b",
        "'A'",
        "'_a'",
        "'a.b'",
        "'after'",
        "'and'",
        "maybe",
        "'\\''",
        "'\\\\'",
        "''",
        "aB_1@",
        "'1a'",
        "'\\d'",
        "'\\e\\b'",
        "'\u{a0}'",
        "'×'",
        "ß",
        "é",
        "'\\x{20AC}'",
        "'\\202'",
    ];
    assert_eq!(names(&atoms, Syntax::Erlang), expected);
    assert_eq!(names(&["€"], Syntax::ErlangUnicode), ["'€'"]);
}

fn all(term: Word) -> [String; 3] {
    [Syntax::Lisp, Syntax::LispText, Syntax::Erlang].map(|syntax| text(term, syntax))
}

#[test]
fn terms() {
    let mut context = context();
    let ctx: &mut Context = &mut context;
    let atom = |name: &str| intern(name).unwrap();
    let two = [Word::fixnum(1), Word::fixnum(-2)];
    let tuple = heap::tuple(ctx, &two);
    assert_eq!(all(tuple), ["#(1 -2)", "#(1 -2)", "{1,-2}"]);
    let empty = heap::tuple(ctx, &[]);
    assert_eq!(all(empty), ["#()", "#()", "{}"]);
    assert_eq!(all(Word::NIL), ["()", "()", "[]"]);
    let string = heap::char_list(ctx, "a\"\n\\é");
    assert_eq!(
        all(string),
        [
            "(97 34 10 92 233)",
            "\"a\\\"\\n\\\\é\"",
            "[97,34,10,92,233]"
        ]
    );
    let improper = heap::list(ctx, two, atom("x"));
    assert_eq!(all(improper), ["(1 -2 . x)", "(1 -2 . x)", "[1,-2|x]"]);
    let quoted = heap::list(ctx, [atom("quote"), tuple], Word::NIL);
    assert_eq!(
        all(quoted),
        ["(quote #(1 -2))", "'#(1 -2)", "[quote,{1,-2}]"]
    );
    let float = heap::float(ctx, 1.0e22);
    assert_eq!(all(float), ["1.0e22", "1.0e22", "1.0e22"]);
    let map = crate::map::from_pairs(ctx, &[(atom("a"), string), (Word::fixnum(1), float)]);
    assert_eq!(
        text(map, Syntax::LispText),
        "#M(1 1.0e22 a \"a\\\"\\n\\\\é\")"
    );
    assert_eq!(
        text(map, Syntax::Erlang),
        "#{1 => 1.0e22,a => [97,34,10,92,233]}"
    );
    let bytes = crate::binary::from_bytes(ctx, "é\n".as_bytes()).unwrap();
    assert_eq!(
        all(bytes),
        ["#B(195 169 10)", "#\"é\\n\"", "<<195,169,10>>"]
    );
    let bits = crate::binary::part(ctx, bytes, 0, 11).unwrap();
    assert_eq!(
        all(bits),
        [
            "#B(195 (5 (size 3)))",
            "#B(195 (5 (size 3)))",
            "<<195,5:3>>"
        ]
    );
    let none = crate::binary::from_bytes(ctx, &[]).unwrap();
    assert_eq!(all(none), ["#B()", "#\"\"", "<<>>"]);
    assert_eq!(text_limited(string, Syntax::Lisp, 4), "(97 34...");
}

#[test]
fn deep_terms_print_without_native_stack() {
    let mut context = context();
    let ctx: &mut Context = &mut context;
    let mut deep = Word::NIL;
    for _ in 0..300_000 {
        let inner = heap::tuple(ctx, &[deep]);
        deep = heap::cons(ctx, inner, Word::NIL);
    }
    assert_eq!(text(deep, Syntax::LispText).len(), 300_000 * 5 + 2);
}
