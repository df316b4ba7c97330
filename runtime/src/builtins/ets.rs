//! Tables (ETS): objects and keys.

use super::entry::builtins;
use super::processes::{current, world};
use crate::atom::well_known;
use crate::ets::{Id, Protection, State, Table, Tables};
use crate::heap;
use crate::number;
use crate::process::reference_number;
use crate::term;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::sync::Arc;

/// All tables.
pub(super) fn tables(ctx: &Context) -> Result<&'static Tables, Failure> {
    Ok(&world(ctx)?.tables)
}

/// What a word calls a table by.
pub(super) fn id(table: Word) -> Result<Id, Failure> {
    match reference_number(table) {
        Some(number) => Ok(Id::Number(number)),
        None if table.is_atom() => Ok(Id::Name(table.0)),
        None => Err(Failure::Badarg),
    }
}

/// The table that a word names.
pub(super) fn find(ctx: &Context, table: Word) -> Result<Arc<Table>, Failure> {
    let id = id(table)?;
    tables(ctx)?.find(id).ok_or(Failure::Badarg)
}

/// Reads a table, if whoever asks may.
pub(super) fn read<R>(
    ctx: &mut Context,
    table: Word,
    read: impl FnOnce(&mut Context, &Table, &State) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let table = find(ctx, table)?;
    let myself = current(ctx)?.pid();
    tables(ctx)?.read(&table, |state| {
        let may = state.protection != Protection::Private || state.owner == myself;
        if may && state.is_alive {
            read(ctx, &table, state)
        } else {
            Err(Failure::Badarg)
        }
    })
}

/// Changes a table, if whoever asks may.
pub(super) fn write<R>(
    ctx: &mut Context,
    table: Word,
    write: impl FnOnce(&mut Context, &Table, &mut State) -> Result<R, Failure>,
) -> Result<R, Failure> {
    let table = find(ctx, table)?;
    let myself = current(ctx)?.pid();
    tables(ctx)?.write(&table, |state| {
        let may = state.protection == Protection::Public || state.owner == myself;
        if may && state.is_alive {
            write(ctx, &table, state)
        } else {
            Err(Failure::Badarg)
        }
    })
}

/// A table that whoever asks may read.
pub(super) fn readable(ctx: &mut Context, table: Word) -> Result<Arc<Table>, Failure> {
    read(ctx, table, |_, _, _| Ok(()))?;
    find(ctx, table)
}

/// A table that whoever asks may change.
pub(super) fn writable(ctx: &Context, table: Word) -> Result<Arc<Table>, Failure> {
    let table = find(ctx, table)?;
    let myself = current(ctx)?.pid();
    let may = tables(ctx)?.read(&table, |state| {
        state.protection == Protection::Public || state.owner == myself
    });
    if may { Ok(table) } else { Err(Failure::Badarg) }
}

pub(super) fn done() -> Answer {
    Ok(well_known::TRUE.get())
}

fn end_of_table() -> Word {
    well_known::END_OF_TABLE.get()
}

/// One object, or a list of them.
fn objects(table: &Table, argument: Word) -> Result<Vec<Word>, Failure> {
    let objects = match argument.is_list() {
        true => argument.list_elements().ok_or(Failure::Badarg)?,
        false => vec![argument],
    };
    match objects.iter().all(|object| table.key(*object).is_some()) {
        true => Ok(objects),
        false => Err(Failure::Badarg),
    }
}

fn insert(ctx: &mut Context, table: Word, argument: Word) -> Answer {
    write(ctx, table, |_, table, state| {
        if argument.is_tuple() && table.key(argument).is_some() {
            state.storage.insert(argument);
            return done();
        }
        for object in objects(table, argument)? {
            state.storage.insert(object);
        }
        done()
    })
}

fn insert_new(ctx: &mut Context, table: Word, argument: Word) -> Answer {
    write(ctx, table, |_, table, state| {
        let objects = objects(table, argument)?;
        let mut keys = objects.iter().filter_map(|object| table.key(*object));
        if keys.any(|key| state.storage.has(key)) {
            return Ok(well_known::FALSE.get());
        }
        for object in objects {
            state.storage.insert(object);
        }
        done()
    })
}

fn lookup(ctx: &mut Context, table: Word, key: Word) -> Answer {
    let single = read(ctx, table, |_, table, state| {
        Ok(match table.is_bag() {
            true => Err(state.storage.lookup(key)),
            false => Ok(state.storage.single(key).map(|found| found.1)),
        })
    })?;
    Ok(match single {
        Ok(Some(object)) => heap::cons(ctx, object, Word::NIL),
        Ok(None) => Word::NIL,
        Err(objects) => heap::list(ctx, objects, Word::NIL),
    })
}

fn lookup_element(ctx: &mut Context, table: Word, key: Word, position: Word) -> Answer {
    let position = match position.as_fixnum() {
        Some(position) if position >= 1 => position as usize - 1,
        _ => return Err(Failure::Badarg),
    };
    let (is_bag, objects) = read(ctx, table, |_, table, state| {
        Ok((table.is_bag(), state.storage.lookup(key)))
    })?;
    let element = |object: &Word| object.as_tuple().and_then(|tuple| tuple.get(position));
    let elements: Option<Vec<Word>> = objects.iter().map(element).collect();
    match elements.ok_or(Failure::Badarg)?.as_slice() {
        [] => Err(Failure::Badarg),
        [element] if !is_bag => Ok(*element),
        elements => Ok(heap::list(ctx, elements.iter().copied(), Word::NIL)),
    }
}

fn member(ctx: &mut Context, table: Word, key: Word) -> Answer {
    read(ctx, table, |_, _, state| {
        Ok(Word::boolean(state.storage.has(key)))
    })
}

fn delete_key(ctx: &mut Context, table: Word, key: Word) -> Answer {
    write(ctx, table, |_, _, state| {
        state.storage.remove(key, state.is_fixed());
        done()
    })
}

fn delete_object(ctx: &mut Context, table: Word, object: Word) -> Answer {
    write(ctx, table, |_, table, state| {
        let key = table.key(object).ok_or(Failure::Badarg)?;
        state.storage.remove_object(key, object, state.is_fixed());
        done()
    })
}

fn take(ctx: &mut Context, table: Word, key: Word) -> Answer {
    let objects = write(ctx, table, |_, _, state| {
        let objects = state.storage.lookup(key);
        state.storage.remove(key, state.is_fixed());
        Ok(objects)
    })?;
    Ok(heap::list(ctx, objects, Word::NIL))
}

fn first(ctx: &mut Context, table: Word, forwards: bool) -> Answer {
    read(ctx, table, |_, _, state| {
        Ok(state.storage.first(forwards).unwrap_or_else(end_of_table))
    })
}

fn next(ctx: &mut Context, table: Word, key: Word, forwards: bool) -> Answer {
    read(ctx, table, |_, _, state| {
        let next = state.storage.next(key, forwards).ok_or(Failure::Badarg)?;
        Ok(next.unwrap_or_else(end_of_table))
    })
}

fn slot(ctx: &mut Context, table: Word, number: Word) -> Answer {
    let number = usize::try_from(number.as_fixnum().ok_or(Failure::Badarg)?);
    let number = number.map_err(|_| Failure::Badarg)?;
    let objects = read(ctx, table, |_, _, state| {
        state.storage.slot(number).ok_or(Failure::Badarg)
    })?;
    Ok(match objects {
        Some(objects) => heap::list(ctx, objects, Word::NIL),
        None => end_of_table(),
    })
}

/// What is done with one counter.
struct Step {
    /// From 0.
    position: usize,
    increment: Word,
    /// Beyond the first the counter becomes the second.
    limit: Option<(Word, Word)>,
}

fn step(word: Word) -> Result<Step, Failure> {
    let tuple = word.as_tuple();
    let (position, increment, limit) = match tuple.as_ref().map(|tuple| tuple.elements()) {
        Some(&[position, increment]) => (position, increment, None),
        Some(&[position, increment, limit, value]) => (position, increment, Some((limit, value))),
        _ => return Err(Failure::Badarg),
    };
    let (limit_there, value) = limit.unwrap_or((increment, increment));
    let are_integers = [increment, limit_there, value]
        .iter()
        .all(|word| word.is_integer());
    match position.as_fixnum() {
        Some(position) if position >= 1 && are_integers => Ok(Step {
            position: position as usize - 1,
            increment,
            limit,
        }),
        _ => Err(Failure::Badarg),
    }
}

/// The value of a counter after a step.
fn stepped(ctx: &mut Context, step: &Step, value: Word) -> Answer {
    if !value.is_integer() {
        return Err(Failure::Badarg);
    }
    let sum = number::add(ctx, value, step.increment)?;
    let Some((limit, instead)) = step.limit else {
        return Ok(sum);
    };
    let falls = term::compare(step.increment, Word::fixnum(0)).is_lt();
    let order = term::compare(sum, limit);
    let is_beyond = if falls { order.is_lt() } else { order.is_gt() };
    Ok(if is_beyond { instead } else { sum })
}

/// The steps of an operation: a number is added to what follows the key.
fn steps(operation: Word, position: usize) -> Result<Vec<Step>, Failure> {
    if operation.is_integer() {
        return Ok(vec![Step {
            position: position + 1,
            increment: operation,
            limit: None,
        }]);
    }
    if operation.is_list() {
        let list = operation.list_elements().ok_or(Failure::Badarg)?;
        return list.into_iter().map(step).collect();
    }
    Ok(vec![step(operation)?])
}

fn update_counter(
    ctx: &mut Context,
    table: Word,
    key: Word,
    operation: Word,
    default: Option<Word>,
) -> Answer {
    write(ctx, table, |ctx, table, state| {
        let position = table.position;
        let has_key = default.is_none_or(|default| table.key(default).is_some());
        if table.is_bag() || !has_key {
            return Err(Failure::Badarg);
        }
        let steps = steps(operation, position)?;
        let (at, object) = match (state.storage.single(key), default) {
            (Some((at, object)), _) => (Some(at), object),
            (None, Some(default)) => (None, heap::copy_replaced(ctx, default, position + 1, key.0)),
            (None, None) => return Err(Failure::Badarg),
        };
        let size = object.as_tuple().ok_or(Failure::Badarg)?.len();
        let (mut object, mut last) = (object, Word::NIL);
        let mut values = Vec::new();
        for step in &steps {
            let element = object.as_tuple().and_then(|tuple| tuple.get(step.position));
            if step.position == position || step.position >= size {
                return Err(Failure::Badarg);
            }
            last = stepped(ctx, step, element.ok_or(Failure::Badarg)?)?;
            object = heap::copy_replaced(ctx, object, step.position + 1, last.0);
            if operation.is_list() {
                values.push(last);
            }
        }
        match at {
            Some(at) if !steps.is_empty() => state.storage.write(at, object),
            Some(_) => {}
            None => state.storage.insert(object),
        }
        Ok(match operation.is_list() {
            true => heap::list(ctx, values, Word::NIL),
            false => last,
        })
    })
}

fn update_element(ctx: &mut Context, table: Word, key: Word, changes: Word) -> Answer {
    write(ctx, table, |ctx, table, state| {
        if table.is_bag() {
            return Err(Failure::Badarg);
        }
        let Some((at, object)) = state.storage.single(key) else {
            return Ok(well_known::FALSE.get());
        };
        let mut elements = object
            .as_tuple()
            .ok_or(Failure::Badarg)?
            .elements()
            .to_vec();
        let changes = match changes.is_list() {
            true => changes.list_elements().ok_or(Failure::Badarg)?,
            false => vec![changes],
        };
        for change in changes {
            let change = change.as_tuple().ok_or(Failure::Badarg)?;
            let &[position, value] = change.elements() else {
                return Err(Failure::Badarg);
            };
            let position = position.as_fixnum().unwrap_or(0) as usize;
            let element = elements.get_mut(position.wrapping_sub(1));
            match element {
                Some(element) if position - 1 != table.position => *element = value,
                _ => return Err(Failure::Badarg),
            }
        }
        let object = heap::tuple(ctx, &elements);
        state.storage.write(at, object);
        done()
    })
}

builtins! {
    /// `ets:insert(table, objects)`
    alate_ets_insert(table, objects) = insert;
    /// `ets:insert_new(table, objects)`
    alate_ets_insert_new(table, objects) = insert_new;
    /// `ets:lookup(table, key)`
    alate_ets_lookup(table, key) = lookup;
    /// `ets:lookup_element(table, key, position)`
    alate_ets_lookup_element(table, key, position) = lookup_element;
    /// `ets:member(table, key)`
    alate_ets_member(table, key) = member;
    /// `ets:delete(table, key)`
    alate_ets_delete_key(table, key) = delete_key;
    /// `ets:delete_object(table, object)`
    alate_ets_delete_object(table, object) = delete_object;
    /// `ets:take(table, key)`
    alate_ets_take(table, key) = take;
    /// `ets:first(table)`
    alate_ets_first(table) = |ctx, table| first(ctx, table, true);
    /// `ets:last(table)`
    alate_ets_last(table) = |ctx, table| first(ctx, table, false);
    /// `ets:next(table, key)`
    alate_ets_next(table, key) = |ctx, table, key| next(ctx, table, key, true);
    /// `ets:prev(table, key)`
    alate_ets_prev(table, key) = |ctx, table, key| next(ctx, table, key, false);
    /// `ets:slot(table, number)`
    alate_ets_slot(table, number) = slot;
    /// `ets:update_counter(table, key, operation)`
    alate_ets_update_counter(table, key, operation) = |ctx, table, key, operation| update_counter(ctx, table, key, operation, None);
    /// `ets:update_counter(table, key, operation, default)`
    alate_ets_update_counter_or(table, key, operation, default) = |ctx, table, key, operation, default| update_counter(ctx, table, key, operation, Some(default));
    /// `ets:update_element(table, key, changes)`
    alate_ets_update_element(table, key, changes) = update_element;
}
