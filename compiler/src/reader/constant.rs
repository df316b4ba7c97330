//! Constant expressions, evaluated while reading: `#.(…)` and the values in `#B(…)`.

use super::form::{Form, Kind};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use dashu_int::IBig;
use std::cmp::Ordering;

/// Why an expression has no value while reading.
pub struct Failure {
    pub span: Span,
    pub reason: String,
    /// It calls what the reader does not know: where macros run it may have a value all the same.
    pub is_unknown_call: bool,
}

/// Expressions nest no deeper than this.
const MAX_DEPTH: usize = 100;

/// Integers grow no larger than this, in bits.
const MAX_BITS: usize = 1 << 22;

fn fail<T>(form: &Form, reason: impl Into<String>) -> Result<T, Failure> {
    Err(Failure {
        span: form.span,
        reason: reason.into(),
        is_unknown_call: false,
    })
}

/// The value of a constant expression, as a datum.
pub fn evaluate(form: &Form) -> Result<Form, Failure> {
    value(form, 0)
}

fn value(form: &Form, depth: usize) -> Result<Form, Failure> {
    if depth > MAX_DEPTH {
        return fail(
            form,
            "nesting too deep for an expression evaluated by the reader",
        );
    }
    match &form.kind {
        Kind::Symbol(_) => fail(form, "variables have no value while reading"),
        Kind::Improper(..) => fail(form, "this is not an expression"),
        Kind::List(items) => match items.split_first() {
            None => Ok(form.clone()),
            Some((head, arguments)) => match head.as_symbol() {
                Some(name) => call(form, name.as_str(), arguments, depth),
                None => fail(head, "the name of a function should stand here"),
            },
        },
        // Tuples, maps, strings, numbers and binaries are literals.
        _ => Ok(form.clone()),
    }
}

fn call(form: &Form, name: &str, arguments: &[Form], depth: usize) -> Result<Form, Failure> {
    match (name, arguments) {
        ("quote", [datum]) => return Ok(datum.clone()),
        ("backquote", [datum]) => return backquote(datum, depth + 1),
        ("if", [test, then, rest @ ..]) if rest.len() <= 1 => {
            let test = value(test, depth + 1)?;
            return match (truth(&test), rest) {
                (Some(true), _) => value(then, depth + 1),
                (Some(false), [otherwise]) => value(otherwise, depth + 1),
                (Some(false), _) => Ok(Form::symbol(form.span, "false")),
                (None, _) => fail(form, "the test is neither `true` nor `false`"),
            };
        }
        _ => {}
    }
    // Its arguments may be no expressions, as those of `let` are none.
    let anything = vec![Form::list(form.span, Vec::new()); arguments.len()];
    if apply(name, anything).is_none() {
        return Err(Failure {
            span: form.span,
            reason: format!(
                "the reader cannot evaluate `{name}`: only constant expressions stand here"
            ),
            is_unknown_call: true,
        });
    }
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(value(argument, depth + 1)?);
    }
    match apply(name, values) {
        Some(Some(kind)) => Ok(Form::new(form.span, kind)),
        _ => fail(form, format!("`{name}` fails for these arguments")),
    }
}

/// Makes a sequence of its elements.
type Rebuild = fn(Vec<Form>) -> Kind;

fn backquote(form: &Form, depth: usize) -> Result<Form, Failure> {
    if depth > MAX_DEPTH {
        return fail(
            form,
            "nesting too deep for an expression evaluated by the reader",
        );
    }
    let (items, rebuild): (&[Form], Rebuild) = match &form.kind {
        Kind::List(items) => match (form.head(), items.as_slice()) {
            (Some("comma"), [_, expression]) => return value(expression, depth + 1),
            (Some("backquote"), _) => return fail(form, "nested backquotes stand not here"),
            _ => (items, Kind::List),
        },
        Kind::Tuple(items) => (items, Kind::Tuple),
        Kind::Map(items) => (items, Kind::Map),
        _ => return Ok(form.clone()),
    };
    let mut result = Vec::with_capacity(items.len());
    for item in items {
        match (item.head(), item.as_list()) {
            (Some("comma-at"), Some([_, expression])) => {
                match elements(value(expression, depth + 1)?.kind) {
                    Some(spliced) => result.extend(spliced),
                    None => return fail(item, "what is spliced must be a list"),
                }
            }
            _ => result.push(backquote(item, depth + 1)?),
        }
    }
    Ok(Form::new(form.span, rebuild(result)))
}

/// The elements of a proper list.
fn elements(kind: Kind) -> Option<Vec<Form>> {
    match kind {
        Kind::List(items) => Some(items),
        Kind::String(text) => Some(
            text.chars()
                .map(|c| Form::integer(Span::default(), i64::from(u32::from(c))))
                .collect(),
        ),
        _ => None,
    }
}

fn truth(form: &Form) -> Option<bool> {
    match form.as_symbol()?.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn cons(head: Form, tail: Form) -> Option<Kind> {
    Some(match tail.kind {
        Kind::Improper(mut items, end) => {
            items.insert(0, head);
            Kind::Improper(items, end)
        }
        Kind::List(_) | Kind::String(_) => {
            let mut items = elements(tail.kind)?;
            items.insert(0, head);
            Kind::List(items)
        }
        _ => Kind::Improper(vec![head], Box::new(tail)),
    })
}

/// `None`: no such function here. `Some(None)`: it fails.
fn apply(name: &str, mut values: Vec<Form>) -> Option<Option<Kind>> {
    let arity = values.len();
    Some(match (name, arity) {
        ("list", _) => Some(Kind::List(values)),
        ("tuple", _) => Some(Kind::Tuple(values)),
        ("map", _) if arity.is_multiple_of(2) => Some(Kind::Map(values)),
        ("progn", 1..) => values.pop().map(|last| last.kind),
        ("cons", 2) => values.pop().zip(values.pop()).and_then(|(t, h)| cons(h, t)),
        ("list*", 1..) => {
            let last = values.pop()?;
            values
                .into_iter()
                .rev()
                .try_fold(last, |tail, head| {
                    let span = tail.span;
                    cons(head, tail).map(|kind| Form::new(span, kind))
                })
                .map(|form| form.kind)
        }
        ("car" | "hd", 1) => elements(values.pop()?.kind)
            .and_then(|items| items.into_iter().next())
            .map(|first| first.kind),
        ("cdr" | "tl", 1) => elements(values.pop()?.kind)
            .filter(|items| !items.is_empty())
            .map(|items| Kind::List(items.into_iter().skip(1).collect())),
        ("length", 1) => {
            elements(values.pop()?.kind).map(|items| Kind::Integer(items.len().into()))
        }
        ("++", _) => values
            .into_iter()
            .map(|value| elements(value.kind))
            .collect::<Option<Vec<_>>>()
            .map(|lists| Kind::List(lists.concat())),
        ("not", 1) => truth(&values[0]).map(|value| boolean(!value)),
        ("and", 1..) => truths(&values).map(|all| boolean(all.into_iter().all(|x| x))),
        ("or", 1..) => truths(&values).map(|all| boolean(all.into_iter().any(|x| x))),
        ("+" | "-", 1) => sign(name, &values[0]),
        ("+" | "-" | "*", 1..) | ("/" | "div" | "rem", 2) => fold(name, values),
        ("band" | "bor" | "bxor" | "bsl" | "bsr", 2) => fold(name, values),
        ("bnot", 1) => integer(&values[0]).map(|value| Kind::Integer(!value.clone())),
        ("<" | ">" | "=<" | ">=" | "==" | "/=", 2) => compare(name, &values[0], &values[1]),
        _ => return None,
    })
}

fn boolean(value: bool) -> Kind {
    Kind::Symbol(Symbol::new(if value { "true" } else { "false" }))
}

fn truths(values: &[Form]) -> Option<Vec<bool>> {
    values.iter().map(truth).collect()
}

fn integer(form: &Form) -> Option<&IBig> {
    match &form.kind {
        Kind::Integer(value) => Some(value),
        _ => None,
    }
}

fn float(form: &Form) -> Option<f64> {
    match &form.kind {
        Kind::Float(value) => Some(*value),
        Kind::Integer(value) => Some(value.to_f64().value()).filter(|value| value.is_finite()),
        _ => None,
    }
}

fn sign(name: &str, operand: &Form) -> Option<Kind> {
    match &operand.kind {
        Kind::Integer(value) if name == "-" => Some(Kind::Integer(-value)),
        Kind::Float(value) if name == "-" => Some(Kind::Float(-value)),
        Kind::Integer(_) | Kind::Float(_) => Some(operand.kind.clone()),
        _ => None,
    }
}

fn fold(name: &str, values: Vec<Form>) -> Option<Kind> {
    let mut values = values.into_iter();
    let mut result = values.next()?;
    for operand in values {
        result.kind = binary(name, &result, &operand)?;
    }
    float(&result)
        .map(|_| ())
        .or_else(|| integer(&result).map(|_| ()))?;
    Some(result.kind)
}

fn binary(name: &str, left: &Form, right: &Form) -> Option<Kind> {
    if let (Some(a), Some(b)) = (integer(left), integer(right)) {
        let zero = IBig::ZERO;
        let result = match name {
            "+" => a + b,
            "-" => a - b,
            "*" if bits(a) + bits(b) <= MAX_BITS => a * b,
            "div" if *b != zero => a / b,
            "rem" if *b != zero => a % b,
            "band" => a & b,
            "bor" => a | b,
            "bxor" => a ^ b,
            "bsl" => shift(a, b)?,
            "bsr" => shift(a, &-b)?,
            "/" if *b != zero => return quotient(float(left)?, float(right)?),
            _ => return None,
        };
        return Some(Kind::Integer(result));
    }
    let (a, b) = (float(left)?, float(right)?);
    let result = match name {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" if b != 0.0 => return quotient(a, b),
        _ => return None,
    };
    result.is_finite().then_some(Kind::Float(result))
}

fn quotient(a: f64, b: f64) -> Option<Kind> {
    Some(a / b)
        .filter(|value| value.is_finite())
        .map(Kind::Float)
}

fn bits(value: &IBig) -> usize {
    value.to_le_bytes().len() * 8
}

/// To the left, or to the right if `by` is negative.
fn shift(value: &IBig, by: &IBig) -> Option<IBig> {
    match i64::try_from(by.clone()) {
        Ok(by) if by < 0 => Some(value >> usize::try_from(-by).ok()?.min(bits(value) + 1)),
        Ok(by) => {
            let by = usize::try_from(by).ok()?;
            (by <= MAX_BITS && bits(value) + by <= MAX_BITS).then(|| value << by)
        }
        Err(_) if *by < IBig::ZERO => Some(value >> (bits(value) + 1)),
        Err(_) => None,
    }
}

fn compare(name: &str, left: &Form, right: &Form) -> Option<Kind> {
    let order = match (integer(left), integer(right)) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => float(left)?.partial_cmp(&float(right)?)?,
    };
    Some(boolean(match name {
        "<" => order == Ordering::Less,
        ">" => order == Ordering::Greater,
        "=<" => order != Ordering::Greater,
        ">=" => order != Ordering::Less,
        "==" => order == Ordering::Equal,
        _ => order != Ordering::Equal,
    }))
}
