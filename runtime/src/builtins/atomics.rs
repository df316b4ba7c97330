//! `atomics`: arrays of words that processes change without messages. An array is a reference with a
//! buffer outside the heap, whose words never move: `[1 if signed, elements…]`.

use super::entry::builtins;
use super::time::unique;
use crate::atom::{self, well_known};
use crate::heap;
use crate::map;
use crate::number;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::{BUFFER_ADDRESS, BUFFER_DATA, Buffer, KIND_REFERENCE, has_buffer};
use std::sync::atomic::{AtomicU64, Ordering};

/// An array; valid while its reference is reachable, so for the time of a builtin.
struct Array {
    words: &'static [AtomicU64],
    is_signed: bool,
}

/// Makes an array of zeros.
fn new(ctx: &mut Context, size: Word, is_signed: Word) -> Answer {
    let size = size.as_fixnum().filter(|size| *size > 0);
    let size = size.ok_or(Failure::Badarg)? as usize;
    let is_signed = match atom::name(is_signed) {
        Some("true") => true,
        Some("false") => false,
        _ => return Err(Failure::Badarg),
    };
    let bytes = size.checked_add(1).and_then(|words| words.checked_mul(8));
    let bytes = bytes.ok_or(Failure::SystemLimit)?;
    if !heap::has_room(ctx, bytes) {
        return Err(Failure::SystemLimit);
    }
    // SAFETY: the context is borrowed exclusively.
    let buffer = unsafe { heap::new_buffer(ctx, bytes) };
    if buffer.is_null() {
        return Err(Failure::SystemLimit);
    }
    // SAFETY: the buffer is new, nobody else sees it, and it has room for these bytes.
    unsafe {
        let data = buffer.cast::<u8>().add(BUFFER_DATA).cast::<u64>();
        std::ptr::write_bytes(data, 0, size + 1);
        data.write(u64::from(is_signed));
        (*buffer).used.store(bytes as u64, Ordering::Release);
    }
    let words = [unique(), buffer as u64, 0];
    Ok(heap::boxed_with(ctx, KIND_REFERENCE, 1, 3, |index| {
        words[index]
    }))
}

fn array(reference: Word) -> Result<Array, Failure> {
    let is_array = reference.boxed_kind() == Some(KIND_REFERENCE)
        && reference.header().is_some_and(has_buffer);
    if !is_array {
        return Err(Failure::Badarg);
    }
    // SAFETY: such a reference holds the address of a buffer that `new` has filled, which is freed
    // only when the reference is no longer reached; builtins do not collect.
    unsafe {
        let buffer = reference.field(BUFFER_ADDRESS) as *const Buffer;
        let count = (*buffer).used.load(Ordering::Acquire) as usize / 8;
        let data = buffer.cast::<u8>().add(BUFFER_DATA).cast::<AtomicU64>();
        let words = std::slice::from_raw_parts(data, count);
        Ok(Array {
            is_signed: words[0].load(Ordering::Relaxed) == 1,
            words: &words[1..],
        })
    }
}

impl Array {
    fn element(&self, index: Word) -> Result<&AtomicU64, Failure> {
        let index = index
            .as_fixnum()
            .and_then(|index| usize::try_from(index).ok());
        let index = index.and_then(|index| index.checked_sub(1));
        index
            .and_then(|index| self.words.get(index))
            .ok_or(Failure::Badarg)
    }

    /// The bits of a value that the array can hold.
    fn bits(&self, value: Word) -> Result<u64, Failure> {
        let wide = integer(value)?;
        let bits = match self.is_signed {
            true => i64::try_from(wide).map(|value| value as u64),
            false => u64::try_from(wide),
        };
        bits.map_err(|_| Failure::Badarg)
    }

    fn value(&self, ctx: &mut Context, bits: u64) -> Word {
        let wide = match self.is_signed {
            true => i128::from(bits as i64),
            false => i128::from(bits),
        };
        number::from_wide(ctx, wide)
    }
}

fn integer(value: Word) -> Result<i128, Failure> {
    match value.is_integer() {
        true => number::to_wide(value).ok_or(Failure::Badarg),
        false => Err(Failure::Badarg),
    }
}

/// What is added: any integer of 64 bits, with or without a sign.
fn step(value: Word) -> Result<u64, Failure> {
    let wide = integer(value)?;
    let is_step = (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&wide);
    is_step.then_some(wide as u64).ok_or(Failure::Badarg)
}

fn ok() -> Answer {
    Ok(well_known::OK.get())
}

fn get(ctx: &mut Context, reference: Word, index: Word) -> Answer {
    let array = array(reference)?;
    let bits = array.element(index)?.load(Ordering::SeqCst);
    Ok(array.value(ctx, bits))
}

fn put(_: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    let array = array(reference)?;
    let bits = array.bits(value)?;
    array.element(index)?.store(bits, Ordering::SeqCst);
    ok()
}

/// Adds; answers the sum.
fn added(reference: Word, index: Word, step: u64) -> Result<(Array, u64), Failure> {
    let array = array(reference)?;
    let old = array.element(index)?.fetch_add(step, Ordering::SeqCst);
    Ok((array, old.wrapping_add(step)))
}

fn add(_: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    added(reference, index, step(value)?)?;
    ok()
}

fn sub(_: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    added(reference, index, step(value)?.wrapping_neg())?;
    ok()
}

fn add_get(ctx: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    let (array, sum) = added(reference, index, step(value)?)?;
    Ok(array.value(ctx, sum))
}

fn sub_get(ctx: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    let (array, sum) = added(reference, index, step(value)?.wrapping_neg())?;
    Ok(array.value(ctx, sum))
}

fn exchange(ctx: &mut Context, reference: Word, index: Word, value: Word) -> Answer {
    let array = array(reference)?;
    let bits = array.bits(value)?;
    let old = array.element(index)?.swap(bits, Ordering::SeqCst);
    Ok(array.value(ctx, old))
}

/// `ok`, or the value that was there instead of the expected one.
fn compare_exchange(
    ctx: &mut Context,
    reference: Word,
    index: Word,
    expected: Word,
    value: Word,
) -> Answer {
    let array = array(reference)?;
    let (expected, bits) = (array.bits(expected)?, array.bits(value)?);
    let element = array.element(index)?;
    match element.compare_exchange(expected, bits, Ordering::SeqCst, Ordering::SeqCst) {
        Ok(_) => ok(),
        Err(found) => Ok(array.value(ctx, found)),
    }
}

/// The array of `#(atomics array)` or `#(write_concurrency array)`: a `counters`.
fn of_counters(counters: Word) -> Answer {
    let tuple = counters.as_tuple().ok_or(Failure::Badarg)?;
    match tuple.elements() {
        [kind, array] if matches!(atom::name(*kind), Some("atomics" | "write_concurrency")) => {
            Ok(*array)
        }
        _ => Err(Failure::Badarg),
    }
}

fn counters_get(ctx: &mut Context, counters: Word, index: Word) -> Answer {
    get(ctx, of_counters(counters)?, index)
}

fn counters_put(ctx: &mut Context, counters: Word, index: Word, value: Word) -> Answer {
    put(ctx, of_counters(counters)?, index, value)
}

fn counters_add(ctx: &mut Context, counters: Word, index: Word, value: Word) -> Answer {
    add(ctx, of_counters(counters)?, index, value)
}

fn counters_sub(ctx: &mut Context, counters: Word, index: Word, value: Word) -> Answer {
    sub(ctx, of_counters(counters)?, index, value)
}

fn info(ctx: &mut Context, reference: Word) -> Answer {
    let array = array(reference)?;
    let (least, greatest) = match array.is_signed {
        true => (i128::from(i64::MIN), i128::from(i64::MAX)),
        false => (0, i128::from(u64::MAX)),
    };
    let count = array.words.len() as i64;
    let memory = (count + 1) * 8 + BUFFER_DATA as i64;
    let name = |name| atom::intern(name).map_err(|_| Failure::SystemLimit);
    let pairs = [
        (name("size")?, Word::fixnum(count)),
        (name("max")?, number::from_wide(ctx, greatest)),
        (name("min")?, number::from_wide(ctx, least)),
        (name("memory")?, Word::fixnum(memory)),
    ];
    Ok(map::from_pairs(ctx, &pairs))
}

builtins! {
    /// `alate:atomics_new(size, is-signed)`
    alate_atomics_new(size, is_signed) = new;
    /// `atomics:get/2`
    alate_atomics_get(array, index) = get;
    /// `atomics:put/3`
    alate_atomics_put(array, index, value) = put;
    /// `atomics:add/3`
    alate_atomics_add(array, index, value) = add;
    /// `atomics:sub/3`
    alate_atomics_sub(array, index, value) = sub;
    /// `atomics:add_get/3`
    alate_atomics_add_get(array, index, value) = add_get;
    /// `atomics:sub_get/3`
    alate_atomics_sub_get(array, index, value) = sub_get;
    /// `atomics:exchange/3`
    alate_atomics_exchange(array, index, value) = exchange;
    /// `atomics:compare_exchange/4`
    alate_atomics_compare_exchange(array, index, expected, value) = compare_exchange;
    /// `counters:get/2`
    alate_counters_get(counters, index) = counters_get;
    /// `counters:put/3`
    alate_counters_put(counters, index, value) = counters_put;
    /// `counters:add/3`
    alate_counters_add(counters, index, value) = counters_add;
    /// `counters:sub/3`
    alate_counters_sub(counters, index, value) = counters_sub;
    /// `atomics:info/1`
    alate_atomics_info(array) = info;
}
