//! Tables (ETS): going over many objects with a match specification, a batch a call.

use super::entry::builtins;
use super::ets::{read, write};
use super::ets_guards::function;
use super::processes::current;
use crate::atom::{self, well_known};
use crate::ets::{At, From, Matcher, Specification, State, Table, Type};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// Most objects looked at in a call: about a tenth of a millisecond.
const BATCH: usize = 1000;

/// What is done with the objects that match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// The answers are put before a list.
    Collect,
    /// The same, but only so many: the state is a cons of their number and the list.
    CollectSome,
    /// Those with the answer `true` are counted.
    Count,
    /// Those are deleted and counted.
    Delete,
    /// They are replaced by the answers, and counted.
    Replace,
}

fn mode(word: Word) -> Result<(Mode, bool), Failure> {
    Ok(match atom::name(word) {
        Some("forwards") => (Mode::Collect, true),
        Some("backwards") => (Mode::Collect, false),
        Some("some_forwards") => (Mode::CollectSome, true),
        Some("some_backwards") => (Mode::CollectSome, false),
        Some("count") => (Mode::Count, true),
        Some("delete") => (Mode::Delete, true),
        Some("replace") => (Mode::Replace, true),
        _ => return Err(Failure::Badarg),
    })
}

/// Where to go on, as a term: `()`, `#(key)` in ordered sets, elsewhere `(slot . number)`.
fn from(table: &Table, position: Word) -> Result<From, Failure> {
    if position.is_nil() {
        return Ok(From::Start);
    }
    if table.kind == Type::OrderedSet {
        let tuple = position.as_tuple().ok_or(Failure::Badarg)?;
        return tuple.get(0).map(From::Key).ok_or(Failure::Badarg);
    }
    let cell = position.as_cons().ok_or(Failure::Badarg)?;
    match (cell.head().as_fixnum(), cell.tail().as_fixnum()) {
        // What lies beyond the table's end is looked for there in vain.
        (Some(slot @ 0..=0xffff_fff0), Some(number @ 0..)) => Ok(From::Place(At {
            slot: slot as u32,
            number: number as u64,
        })),
        _ => Err(Failure::Badarg),
    }
}

fn position(ctx: &mut Context, state: &State, last: Option<At>) -> Word {
    let Some(last) = last else {
        return Word::NIL;
    };
    match state.storage.beyond(last) {
        From::Start => Word::NIL,
        From::Key(key) => heap::tuple(ctx, &[key]),
        From::Place(at) => heap::cons(
            ctx,
            Word::fixnum(i64::from(at.slot)),
            Word::fixnum(at.number as i64),
        ),
    }
}

fn compile(ctx: &Context, specification: Word) -> Result<Result<Specification, String>, Failure> {
    let myself = Word(current(ctx)?.pid());
    let resolver = |name: &str, arity| function(name, arity, myself);
    Ok(Specification::compile(specification, &resolver))
}

/// What a scan has found in a batch.
struct Found {
    /// Each object that matched, and the answer.
    answers: Vec<(At, Word)>,
    /// Where to go on, or the end.
    position: Word,
}

/// Looks at a batch of objects: until the end, the batch is full, or enough have matched.
#[allow(clippy::too_many_arguments, reason = "one call for five modes")]
fn look(
    ctx: &mut Context,
    table: &Table,
    state: &State,
    specification: &Specification,
    forwards: bool,
    from: From,
    enough: usize,
    counts: impl Fn(Word) -> bool,
) -> Found {
    let mut matcher = Matcher::default();
    let (mut looked, mut last) = (0, None);
    let mut answers = Vec::new();
    let key = specification.only_key(table.position);
    let mut visit = |at: At, object: Word| {
        looked += 1;
        last = Some(at);
        if let Some(answer) = specification.run(ctx, object, &mut matcher)
            && counts(answer)
        {
            answers.push((at, answer));
        }
        looked < BATCH && answers.len() < enough
    };
    let (storage, range) = (&state.storage, specification.key_range(table.position));
    let ended = match (key, range) {
        (Some(key), _) => storage.walk_key(key, from, forwards, &mut visit),
        (None, Some(range)) => storage.walk_range(range, from, forwards, &mut visit),
        (None, None) => storage.walk(from, forwards, &mut visit),
    };
    let position = match ended {
        true => well_known::END_OF_TABLE.get(),
        false => position(ctx, state, last),
    };
    Found { answers, position }
}

fn scan(
    ctx: &mut Context,
    table: Word,
    specification: Word,
    mode_name: Word,
    position: Word,
    state: Word,
) -> Answer {
    let (mode, forwards) = mode(mode_name)?;
    let compiled = compile(ctx, specification)?.map_err(|_| Failure::Badarg)?;
    let truth = well_known::TRUE.get();
    match mode {
        Mode::Collect | Mode::CollectSome => {
            let (enough, list) = match (mode, state.as_cons()) {
                (Mode::Collect, _) => (usize::MAX, state),
                (_, Some(cell)) => match cell.head().as_fixnum() {
                    Some(enough @ 1..) => (enough as usize, cell.tail()),
                    _ => return Err(Failure::Badarg),
                },
                (_, None) => return Err(Failure::Badarg),
            };
            let found = read(ctx, table, |ctx, table, content| {
                let from = from(table, position)?;
                Ok(look(
                    ctx,
                    table,
                    content,
                    &compiled,
                    forwards,
                    from,
                    enough,
                    |_| true,
                ))
            })?;
            let mut rows = list;
            for (_, answer) in &found.answers {
                rows = heap::cons(ctx, *answer, rows);
            }
            if mode == Mode::CollectSome {
                let left = Word::fixnum((enough - found.answers.len()) as i64);
                rows = heap::cons(ctx, left, rows);
            }
            Ok(heap::tuple(ctx, &[found.position, rows]))
        }
        Mode::Count => {
            let found = read(ctx, table, |ctx, table, content| {
                let (from, all) = (from(table, position)?, usize::MAX);
                Ok(look(
                    ctx,
                    table,
                    content,
                    &compiled,
                    true,
                    from,
                    all,
                    |answer| answer == truth,
                ))
            })?;
            counted(ctx, &found, state)
        }
        Mode::Delete | Mode::Replace => {
            let found = write(ctx, table, |ctx, table, content| {
                change(ctx, table, content, &compiled, mode, position)
            })?;
            counted(ctx, &found, state)
        }
    }
}

fn change(
    ctx: &mut Context,
    table: &Table,
    state: &mut State,
    specification: &Specification,
    mode: Mode,
    position: Word,
) -> Result<Found, Failure> {
    let (from, all, truth) = (from(table, position)?, usize::MAX, well_known::TRUE.get());
    let replaces = mode == Mode::Replace;
    if replaces && (table.kind == Type::Bag || !specification.keeps_keys(table.position)) {
        return Err(Failure::Badarg);
    }
    let counts = |answer| replaces || answer == truth;
    let found = look(ctx, table, state, specification, true, from, all, counts);
    if replaces {
        // What keeps the key by its form has one.
        let has_key = |(_, answer): &(At, Word)| table.key(*answer).is_some();
        if !found.answers.iter().all(has_key) {
            return Err(Failure::Badarg);
        }
        for (at, object) in &found.answers {
            state.storage.write(*at, *object);
        }
    } else {
        let places: Vec<At> = found.answers.iter().map(|answer| answer.0).collect();
        let is_fixed = state.is_fixed();
        state.storage.remove_many(&places, is_fixed);
    }
    Ok(found)
}

fn counted(ctx: &mut Context, found: &Found, count: Word) -> Answer {
    let count = count.as_fixnum().ok_or(Failure::Badarg)?;
    let count = Word::fixnum(count + found.answers.len() as i64);
    Ok(heap::tuple(ctx, &[found.position, count]))
}

/// `true`, or what is wrong with a specification.
fn check(ctx: &mut Context, specification: Word) -> Answer {
    match compile(ctx, specification)? {
        // It would match nothing, which `select` takes, but not what compiles it.
        Ok(_) if specification.is_nil() => Ok(heap::char_list(ctx, "There is no match program.")),
        Ok(_) => Ok(well_known::TRUE.get()),
        Err(text) => Ok(heap::char_list(ctx, &text)),
    }
}

/// Runs a specification on the first elements of a list: what is left of it, and the answers before
/// a list.
fn run(ctx: &mut Context, list: Word, specification: Word, rows: Word) -> Answer {
    let compiled = compile(ctx, specification)?.map_err(|_| Failure::Badarg)?;
    let mut matcher = Matcher::default();
    let (mut rest, mut rows) = (list, rows);
    for _ in 0..BATCH {
        let Some(cell) = rest.as_cons() else {
            break;
        };
        if let Some(answer) = compiled.run(ctx, cell.head(), &mut matcher) {
            rows = heap::cons(ctx, answer, rows);
        }
        rest = cell.tail();
    }
    if !rest.is_list() {
        return Err(Failure::Badarg);
    }
    Ok(heap::tuple(ctx, &[rest, rows]))
}

builtins! {
    /// `alate:ets_scan(table, specification, mode, position, state)`
    alate_ets_scan(table, specification, mode, position, state) = scan;
    /// `alate:ets_check(specification)`
    alate_ets_check(specification) = check;
    /// `alate:ets_run(list, specification, rows)`
    alate_ets_run(list, specification, rows) = run;
}
