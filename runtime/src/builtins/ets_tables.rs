//! Tables (ETS): making, ending, owning them, and what is known about them.

use super::entry::builtins;
use super::ets::{done, find, id, tables, writable, write};
use super::processes::{current, world};
use super::time::unique;
use crate::atom::{self, well_known};
use crate::ets::{Heir, Id, Protection, State, Table, Told, Type};
use crate::heap;
use crate::os::time;
use crate::process::table_term;
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

/// The options of a new table.
struct Options {
    kind: Type,
    position: usize,
    protection: Protection,
    is_named: bool,
    heir: Option<Heir>,
    told: Told,
}

fn truth(word: Word) -> Result<bool, Failure> {
    match atom::name(word) {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Failure::Badarg),
    }
}

fn protection(word: Word) -> Option<Protection> {
    Some(match atom::name(word)? {
        "public" => Protection::Public,
        "protected" => Protection::Protected,
        "private" => Protection::Private,
        _ => return None,
    })
}

fn heir(pid: Word, data: Word) -> Result<Heir, Failure> {
    let heir = Heir {
        pid: pid.0,
        data: data.0,
    };
    (pid.kind() == Kind::Pid)
        .then_some(heir)
        .ok_or(Failure::Badarg)
}

impl Options {
    fn parse(list: Word) -> Result<Options, Failure> {
        let mut options = Options {
            kind: Type::Set,
            position: 0,
            protection: Protection::Protected,
            is_named: false,
            heir: None,
            told: Told::default(),
        };
        for option in list.list_elements().ok_or(Failure::Badarg)? {
            if let Some(protection) = protection(option) {
                options.protection = protection;
            } else if option.is_atom() {
                options.atom(option)?;
            } else {
                let tuple = option.as_tuple().ok_or(Failure::Badarg)?;
                options.tuple(tuple.elements())?;
            }
        }
        Ok(options)
    }

    fn atom(&mut self, option: Word) -> Result<(), Failure> {
        match atom::name(option) {
            Some("set") => self.kind = Type::Set,
            Some("ordered_set") => self.kind = Type::OrderedSet,
            Some("bag") => self.kind = Type::Bag,
            Some("duplicate_bag") => self.kind = Type::DuplicateBag,
            Some("named_table") => self.is_named = true,
            Some("compressed") => self.told.is_compressed = true,
            _ => return Err(Failure::Badarg),
        }
        Ok(())
    }

    fn tuple(&mut self, parts: &[Word]) -> Result<(), Failure> {
        let [name, values @ ..] = parts else {
            return Err(Failure::Badarg);
        };
        match (atom::name(*name), values) {
            (Some("keypos"), [position]) => match position.as_fixnum() {
                Some(position) if position >= 1 => self.position = position as usize - 1,
                _ => return Err(Failure::Badarg),
            },
            (Some("heir"), [none]) if *none == well_known::NONE.get() => self.heir = None,
            (Some("heir"), [pid, data]) => self.heir = Some(heir(*pid, *data)?),
            (Some("read_concurrency"), [value]) => self.told.reads_concurrently = truth(*value)?,
            (Some("write_concurrency"), [value]) => {
                if atom::name(*value) != Some("auto") {
                    truth(*value)?;
                }
                self.told.writes_concurrently = Some(*value);
            }
            (Some("decentralized_counters"), [value]) => {
                self.told.decentralizes_counters = truth(*value)?;
            }
            _ => return Err(Failure::Badarg),
        }
        Ok(())
    }
}

fn new(ctx: &mut Context, name: Word, options: Word) -> Answer {
    let options = Options::parse(options)?;
    let myself = current(ctx)?.pid();
    if !name.is_atom() {
        return Err(Failure::Badarg);
    }
    let mut state = State::new(options.kind, options.position, myself, name);
    state.protection = options.protection;
    state.is_named = options.is_named;
    state.set_heir(options.heir);
    let number = unique();
    let table = Table::new(number, options.kind, options.position, options.told, state);
    if !tables(ctx)?.enter(table) {
        return Err(Failure::Badarg);
    }
    let id = match options.is_named {
        true => Id::Name(name.0),
        false => Id::Number(number),
    };
    Ok(table_term(ctx, id))
}

fn delete(ctx: &mut Context, table: Word) -> Answer {
    let table = writable(ctx, table)?;
    match tables(ctx)?.delete(&table) {
        true => done(),
        false => Err(Failure::Badarg),
    }
}

fn delete_all_objects(ctx: &mut Context, table: Word) -> Answer {
    write(ctx, table, |_, _, state| {
        state.clear();
        done()
    })
}

fn rename(ctx: &mut Context, table: Word, name: Word) -> Answer {
    let there = writable(ctx, table)?;
    if !name.is_atom() || !tables(ctx)?.rename(&there, name.0) {
        return Err(Failure::Badarg);
    }
    let is_named = tables(ctx)?.read(&there, |state| state.is_named);
    Ok(if is_named { name } else { table })
}

fn whereis(ctx: &mut Context, name: Word) -> Answer {
    if !name.is_atom() {
        return Err(Failure::Badarg);
    }
    Ok(match tables(ctx)?.find(Id::Name(name.0)) {
        Some(table) => table_term(ctx, Id::Number(table.number)),
        None => well_known::UNDEFINED.get(),
    })
}

/// What a table is called: its name if that stands for it.
fn term(ctx: &mut Context, table: &Table) -> Answer {
    let name = tables(ctx)?.read(table, |state| state.is_named.then_some(state.name));
    Ok(table_term(
        ctx,
        name.map_or(Id::Number(table.number), Id::Name),
    ))
}

fn all(ctx: &mut Context) -> Answer {
    let mut list = Word::NIL;
    for table in tables(ctx)?.all() {
        let term = term(ctx, &table)?;
        list = heap::cons(ctx, term, list);
    }
    Ok(list)
}

fn give_away(ctx: &mut Context, table: Word, to: Word, data: Word) -> Answer {
    let there = find(ctx, table)?;
    let myself = current(ctx)?.pid();
    let is_mine = tables(ctx)?.read(&there, |state| state.owner == myself);
    if !is_mine || to.0 == myself || world(ctx)?.lock(to.0).is_none() {
        return Err(Failure::Badarg);
    }
    tables(ctx)?.give(&there, to.0);
    let name = tables(ctx)?.read(&there, |state| state.is_named.then_some(state.name));
    let id = name.map_or(Id::Number(there.number), Id::Name);
    world(ctx)?.transfer(ctx, id, myself, to.0, data);
    done()
}

fn setopts(ctx: &mut Context, table: Word, options: Word) -> Answer {
    let there = find(ctx, table)?;
    let myself = current(ctx)?.pid();
    let options = match options.is_list() {
        true => options.list_elements().ok_or(Failure::Badarg)?,
        false => vec![options],
    };
    let (mut new_heir, mut new_protection) = (None, None);
    for option in options {
        let tuple = option.as_tuple().ok_or(Failure::Badarg)?;
        let [name, values @ ..] = tuple.elements() else {
            return Err(Failure::Badarg);
        };
        let is_first = match (atom::name(*name), values) {
            (Some("heir"), [none]) if *none == well_known::NONE.get() => {
                new_heir.replace(None).is_none()
            }
            (Some("heir"), [pid, data]) => new_heir.replace(Some(heir(*pid, *data)?)).is_none(),
            (Some("protection"), [value]) => {
                let value = protection(*value).ok_or(Failure::Badarg)?;
                new_protection.replace(value).is_none()
            }
            _ => false,
        };
        if !is_first {
            return Err(Failure::Badarg);
        }
    }
    tables(ctx)?.write(&there, |state| {
        if state.owner != myself || !state.is_alive {
            return Err(Failure::Badarg);
        }
        if let Some(heir) = new_heir {
            state.set_heir(heir);
        }
        if let Some(protection) = new_protection {
            state.protection = protection;
        }
        done()
    })
}

fn fix(ctx: &mut Context, table: Word, fixes: Word) -> Answer {
    let fixes = truth(fixes)?;
    let there = super::ets::readable(ctx, table)?;
    let myself = current(ctx)?.pid();
    if fixes {
        tables(ctx)?.fix(&there, myself, (time::monotonic(), time::system()));
    } else {
        tables(ctx)?.release(&there, myself);
    }
    done()
}

fn atom_named(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// One thing about a table; `undefined` if there is no such table.
fn info(ctx: &mut Context, table: Word, item: Word) -> Answer {
    let Some(there) = tables(ctx)?.find(id(table)?) else {
        return Ok(well_known::UNDEFINED.get());
    };
    let item = atom::name(item).ok_or(Failure::Badarg)?;
    let told = there.told;
    // Here is what does not need the lock.
    Ok(match item {
        "id" => table_term(ctx, Id::Number(there.number)),
        "keypos" => Word::fixnum(there.position as i64 + 1),
        "type" => atom_named(match there.kind {
            Type::Set => "set",
            Type::OrderedSet => "ordered_set",
            Type::Bag => "bag",
            Type::DuplicateBag => "duplicate_bag",
        })?,
        "node" => well_known::NONODE.get(),
        "read_concurrency" => Word::boolean(told.reads_concurrently),
        "write_concurrency" => {
            let value = told.writes_concurrently;
            value.unwrap_or_else(|| well_known::FALSE.get())
        }
        "decentralized_counters" => Word::boolean(told.decentralizes_counters),
        "compressed" => Word::boolean(told.is_compressed),
        _ => return tables(ctx)?.read(&there, |state| changing(ctx, state, item)),
    })
}

/// What can change.
fn changing(ctx: &mut Context, state: &State, item: &str) -> Answer {
    Ok(match item {
        "name" => Word(state.name),
        "named_table" => Word::boolean(state.is_named),
        "owner" => Word(state.owner),
        "heir" => match state.heir {
            Some(heir) => Word(heir.pid),
            None => well_known::NONE.get(),
        },
        "size" => Word::fixnum(state.storage.count() as i64),
        "memory" => Word::fixnum((size_of::<State>() + state.storage.bytes()) as i64 / 8),
        "protection" => atom_named(match state.protection {
            Protection::Public => "public",
            Protection::Protected => "protected",
            Protection::Private => "private",
        })?,
        "fixed" => Word::boolean(state.is_fixed()),
        "safe_fixed" | "safe_fixed_monotonic_time" if !state.is_fixed() => well_known::FALSE.get(),
        "safe_fixed" | "safe_fixed_monotonic_time" => {
            let (monotonic, system) = state.fixed_since;
            let since = match item {
                "safe_fixed" => {
                    let microseconds = system.div_euclid(1000);
                    let parts = [
                        microseconds.div_euclid(1_000_000_000_000),
                        microseconds.div_euclid(1_000_000).rem_euclid(1_000_000),
                        microseconds.rem_euclid(1_000_000),
                    ];
                    heap::tuple(ctx, &parts.map(Word::fixnum))
                }
                _ => Word::fixnum(monotonic),
            };
            let mut list = Word::NIL;
            for (pid, count) in state.fixers.iter().rev() {
                let pair = heap::tuple(ctx, &[Word(*pid), Word::fixnum(*count as i64)]);
                list = heap::cons(ctx, pair, list);
            }
            heap::tuple(ctx, &[since, list])
        }
        _ => return Err(Failure::Badarg),
    })
}

builtins! {
    /// `ets:new(name, options)`
    alate_ets_new(name, options) = new;
    /// `ets:delete(table)`
    alate_ets_delete(table) = delete;
    /// `ets:delete_all_objects(table)`
    alate_ets_delete_all_objects(table) = delete_all_objects;
    /// `ets:rename(table, name)`
    alate_ets_rename(table, name) = rename;
    /// `ets:whereis(name)`
    alate_ets_whereis(name) = whereis;
    /// `ets:all()`
    alate_ets_all() = all;
    /// `ets:give_away(table, pid, data)`
    alate_ets_give_away(table, pid, data) = give_away;
    /// `ets:setopts(table, options)`
    alate_ets_setopts(table, options) = setopts;
    /// `ets:safe_fixtable(table, fixes)`
    alate_ets_safe_fixtable(table, fixes) = fix;
    /// `ets:info(table, item)`
    alate_ets_info(table, item) = info;
}
