//! `(= pattern pattern)`: can one value match both?

use super::expressions::is_code_points;
use crate::reader::form::{Form, Kind};
use dashu_int::IBig;

/// A pattern without its quote, and whether it is a constant.
#[derive(Clone, Copy)]
enum View<'f> {
    Any,
    Constant(&'f Form),
    /// One character of a string.
    Character(char),
    Cons(&'f Form, &'f Form),
    List(&'f [Form]),
    Tuple(&'f [Form]),
    Other,
}

fn view(form: &Form) -> View<'_> {
    let Kind::List(items) = &form.kind else {
        return match form.kind {
            Kind::Symbol(_) => View::Any,
            _ => View::Constant(form),
        };
    };
    if is_code_points(items) {
        return View::Constant(form);
    }
    match (form.head(), items.as_slice()) {
        (Some("quote"), [_, datum]) => View::Constant(datum),
        (Some("cons"), [_, head, tail]) => View::Cons(head, tail),
        (Some("list"), [_, elements @ ..]) => View::List(elements),
        (Some("tuple"), [_, elements @ ..]) => View::Tuple(elements),
        (Some("=" | "++"), _) => View::Any,
        _ => View::Other,
    }
}

/// The first element and the rest of a list, seen as patterns.
fn take_apart(list: View<'_>) -> Option<(View<'_>, View<'_>)> {
    match list {
        View::Cons(head, tail) => Some((view(head), view(tail))),
        View::List([first, rest @ ..]) => Some((view(first), View::List(rest))),
        _ => None,
    }
}

/// The elements of a constant list.
fn constant_elements(form: &Form) -> Option<Vec<View<'_>>> {
    match &form.kind {
        Kind::List(items) => Some(items.iter().map(View::Constant).collect()),
        Kind::String(text) => Some(text.chars().map(View::Character).collect()),
        _ => None,
    }
}

/// May both patterns match the same value? As LFE decides it: patterns of different kinds, two
/// binaries, two maps and different constants may not.
pub fn compatible(left: &Form, right: &Form) -> bool {
    match (left.head(), left.as_list(), right.head(), right.as_list()) {
        (Some("="), Some([_, a, b]), _, _) => compatible(a, right) && compatible(b, right),
        (_, _, Some("="), Some([_, a, b])) => compatible(left, a) && compatible(left, b),
        _ => views(view(left), view(right)),
    }
}

/// Compares with a list of pairs still to do, for lists may be long.
fn views(left: View<'_>, right: View<'_>) -> bool {
    let mut pending = vec![(left, right)];
    while let Some((left, right)) = pending.pop() {
        match (left, right) {
            (View::Any, _) | (_, View::Any) => {}
            (View::Constant(a), View::Constant(b)) => {
                if !a.same_datum(b) {
                    return false;
                }
            }
            (View::Character(c), View::Constant(form))
            | (View::Constant(form), View::Character(c)) => {
                let code = IBig::from(u32::from(c));
                if !matches!(&form.kind, Kind::Integer(value) if *value == code) {
                    return false;
                }
            }
            (View::Character(a), View::Character(b)) => {
                if a != b {
                    return false;
                }
            }
            (View::Tuple(a), View::Tuple(b)) => {
                if a.len() != b.len() {
                    return false;
                }
                pending.extend(a.iter().zip(b).map(|(a, b)| (view(a), view(b))));
            }
            (View::List([]), View::List([])) => {}
            (View::List([]), View::Constant(form)) | (View::Constant(form), View::List([])) => {
                if !form.as_list().is_some_and(<[Form]>::is_empty) {
                    return false;
                }
            }
            (list @ (View::Cons(..) | View::List(_)), View::Constant(form))
            | (View::Constant(form), list @ (View::Cons(..) | View::List(_))) => {
                if !list_and_constant(list, form, &mut pending) {
                    return false;
                }
            }
            _ => {
                let (Some((a, a_rest)), Some((b, b_rest))) = (take_apart(left), take_apart(right))
                else {
                    return false;
                };
                pending.push((a, b));
                pending.push((a_rest, b_rest));
            }
        }
    }
    true
}

fn list_and_constant<'f>(
    mut list: View<'f>,
    form: &'f Form,
    pending: &mut Vec<(View<'f>, View<'f>)>,
) -> bool {
    let Some(elements) = constant_elements(form) else {
        return false;
    };
    for element in elements {
        match (list, take_apart(list)) {
            (_, Some((first, rest))) => {
                pending.push((first, element));
                list = rest;
            }
            // The rest of the constant is not looked at.
            (View::Any | View::Constant(_), None) => return true,
            _ => return false,
        }
    }
    match list {
        View::Any | View::List([]) => true,
        View::Constant(form) => form.as_list().is_some_and(<[Form]>::is_empty),
        _ => false,
    }
}

/// Is it a list whose length is written: a string, `'(…)`, `(list …)`, or `cons` down to `()`?
pub fn is_literal_list(form: &Form) -> bool {
    let mut form = form;
    loop {
        match &form.kind {
            Kind::String(_) => return true,
            Kind::List(items) => match (form.head(), items.as_slice()) {
                (Some("quote"), [_, datum]) => {
                    return matches!(datum.kind, Kind::List(_) | Kind::String(_));
                }
                (Some("list"), _) => return true,
                (Some("cons"), [_, _, tail]) => form = tail,
                _ => return is_code_points(items),
            },
            _ => return false,
        }
    }
}
