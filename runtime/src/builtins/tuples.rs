//! Tuples.

use super::entry::builtins;
use super::fail::check_room;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// Most elements of a tuple; the BEAM's limit.
const MAX_SIZE: usize = (1 << 24) - 1;

/// The 0-based form of an index from 1 to `limit`.
fn index(index: Word, limit: usize) -> Result<usize, Failure> {
    match index.as_fixnum() {
        Some(value) if value >= 1 && value as u64 <= limit as u64 => Ok(value as usize - 1),
        _ => Err(Failure::Badarg),
    }
}

fn tuple_size(_: &mut Context, tuple: Word) -> Answer {
    let tuple = tuple.as_tuple().ok_or(Failure::Badarg)?;
    Ok(Word::fixnum(tuple.len() as i64))
}

fn size(ctx: &mut Context, term: Word) -> Answer {
    match term.as_bits() {
        Some(bits) => Ok(Word::fixnum(bits.whole_bytes() as i64)),
        None => tuple_size(ctx, term),
    }
}

fn element(_: &mut Context, position: Word, tuple: Word) -> Answer {
    let tuple = tuple.as_tuple().ok_or(Failure::Badarg)?;
    let index = index(position, tuple.len())?;
    tuple.get(index).ok_or(Failure::Badarg)
}

fn set_element(ctx: &mut Context, position: Word, tuple: Word, value: Word) -> Answer {
    let size = tuple.as_tuple().ok_or(Failure::Badarg)?.len();
    let index = index(position, size)?;
    Ok(heap::copy_replaced(ctx, tuple, index + 1, value.0))
}

fn tuple_to_list(ctx: &mut Context, tuple: Word) -> Answer {
    let tuple = tuple.as_tuple().ok_or(Failure::Badarg)?;
    check_room(ctx, tuple.len() * 2)?;
    Ok(heap::list(ctx, tuple.elements().iter().copied(), Word::NIL))
}

fn list_to_tuple(ctx: &mut Context, list: Word) -> Answer {
    let elements = list.list_elements().ok_or(Failure::Badarg)?;
    if elements.len() > MAX_SIZE {
        return Err(Failure::SystemLimit);
    }
    check_room(ctx, elements.len())?;
    Ok(heap::tuple(ctx, &elements))
}

/// A size of a tuple to be made.
fn new_size(size: Word) -> Result<usize, Failure> {
    match size.as_fixnum() {
        Some(size) if (0..=MAX_SIZE as i64).contains(&size) => Ok(size as usize),
        _ => Err(Failure::Badarg),
    }
}

fn make_tuple(ctx: &mut Context, size: Word, value: Word) -> Answer {
    let size = new_size(size)?;
    check_room(ctx, size)?;
    Ok(heap::tuple_with(ctx, size, |_| value))
}

/// `make_tuple` with a list of `#(position value)`, the last of a position counting.
fn make_tuple_of(ctx: &mut Context, size: Word, value: Word, list: Word) -> Answer {
    let size = new_size(size)?;
    check_room(ctx, size)?;
    let mut elements = vec![value; size];
    for pair in list.list_elements().ok_or(Failure::Badarg)? {
        match pair.as_tuple().as_ref().map(|tuple| tuple.elements()) {
            Some(&[position, value]) => {
                let index = index(position, elements.len())?;
                elements[index] = value;
            }
            _ => return Err(Failure::Badarg),
        }
    }
    Ok(heap::tuple(ctx, &elements))
}

fn insert_element(ctx: &mut Context, position: Word, tuple: Word, value: Word) -> Answer {
    let mut elements = tuple.as_tuple().ok_or(Failure::Badarg)?.elements().to_vec();
    if elements.len() == MAX_SIZE {
        return Err(Failure::Badarg);
    }
    elements.insert(index(position, elements.len() + 1)?, value);
    Ok(heap::tuple(ctx, &elements))
}

fn append_element(ctx: &mut Context, tuple: Word, value: Word) -> Answer {
    let size = tuple.as_tuple().ok_or(Failure::Badarg)?.len();
    insert_element(ctx, Word::fixnum(size as i64 + 1), tuple, value)
}

fn delete_element(ctx: &mut Context, position: Word, tuple: Word) -> Answer {
    let mut elements = tuple.as_tuple().ok_or(Failure::Badarg)?.elements().to_vec();
    elements.remove(index(position, elements.len())?);
    Ok(heap::tuple(ctx, &elements))
}

builtins! {
    /// `make_tuple(size, value)`
    alate_make_tuple(size, value) = make_tuple;
    /// `make_tuple(size, value, list)`
    alate_make_tuple_of(size, value, list) = make_tuple_of;
    /// `insert_element(position, tuple, value)`
    alate_insert_element(position, tuple, value) = insert_element;
    /// `append_element(tuple, value)`
    alate_append_element(tuple, value) = append_element;
    /// `delete_element(position, tuple)`
    alate_delete_element(position, tuple) = delete_element;
    /// `tuple_size(tuple)`
    alate_tuple_size(tuple) = tuple_size;
    /// `size(tuple_or_binary)`
    alate_size(term) = size;
    /// `element(position, tuple)`
    alate_element(position, tuple) = element;
    /// `setelement(position, tuple, value)`
    alate_set_element(position, tuple, value) = set_element;
    /// `tuple_to_list(tuple)`
    alate_tuple_to_list(tuple) = tuple_to_list;
    /// `list_to_tuple(list)`
    alate_list_to_tuple(list) = list_to_tuple;
}
