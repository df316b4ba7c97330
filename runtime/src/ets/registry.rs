//! The tables of the program: by number and name, and whose they are.

use super::table::{Heir, State, Table};
use crate::word::ByNumber;
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What a table is called in a program.
#[derive(Clone, Copy, Debug)]
pub enum Id {
    /// An atom.
    Name(u64),
    /// The number of a reference.
    Number(u64),
}

/// What an heir gets.
#[derive(Clone, Copy, Debug)]
pub struct Inheritance {
    /// The table: its number, or its name.
    pub table: Id,
    pub heir: Heir,
}

#[derive(Default, Debug)]
struct Registry {
    tables: ByNumber<Arc<Table>>,
    names: ByNumber<u64>,
    /// By process: numbers of its tables. Ordered, so that every run goes the same way.
    owned: HashMap<u64, BTreeSet<u64>>,
    /// By process: numbers of the tables that it has fixed.
    fixed: HashMap<u64, BTreeSet<u64>>,
}

/// All tables.
#[derive(Default, Debug)]
pub struct Tables {
    registry: RwLock<Registry>,
    /// Whether there was ever one. Set before a process can own the first.
    were_any: AtomicBool,
    /// Tables with something for the next minor collection.
    pub(super) changed: Mutex<Vec<Arc<Table>>>,
}

/// Nothing that is done under these locks panics half-way.
fn whole<T>(result: Result<T, PoisonError<T>>) -> T {
    result.unwrap_or_else(PoisonError::into_inner)
}

impl Tables {
    fn look(&self) -> RwLockReadGuard<'_, Registry> {
        whole(self.registry.read())
    }

    fn change(&self) -> RwLockWriteGuard<'_, Registry> {
        whole(self.registry.write())
    }

    /// The table of a name or reference.
    pub fn find(&self, id: Id) -> Option<Arc<Table>> {
        let registry = self.look();
        let number = match id {
            Id::Name(name) => *registry.names.get(&name)?,
            Id::Number(number) => number,
        };
        registry.tables.get(&number).cloned()
    }

    /// All tables, the oldest first.
    pub fn all(&self) -> Vec<Arc<Table>> {
        let mut all: Vec<Arc<Table>> = self.look().tables.values().cloned().collect();
        all.sort_unstable_by_key(|table| table.number);
        all
    }

    /// How many tables there are.
    pub fn count(&self) -> usize {
        self.look().tables.len()
    }

    /// Bytes of all tables, without the objects in them.
    pub fn bytes(&self) -> usize {
        let tables = self.all();
        let bytes = tables
            .iter()
            .map(|table| self.read(table, |state| size_of::<State>() + state.storage.bytes()));
        bytes.sum()
    }

    /// Enters a new table. False: its name is taken.
    pub fn enter(&self, table: Table) -> bool {
        let number = table.number;
        self.were_any.store(true, Ordering::SeqCst);
        let (owner, name) = self.read(&table, |state| {
            (state.owner, state.is_named.then_some(state.name))
        });
        let mut registry = self.change();
        if let Some(name) = name {
            if registry.names.contains_key(&name) {
                return false;
            }
            registry.names.insert(name, number);
        }
        let table = Arc::new(table);
        // Its heir's term is new.
        self.write(&table, |_| ());
        registry.tables.insert(number, table);
        registry.owned.entry(owner).or_default().insert(number);
        true
    }

    /// Reads a table. The lock is held meanwhile.
    #[inline]
    pub fn read<R>(&self, table: &Table, read: impl FnOnce(&State) -> R) -> R {
        let state = whole(table.state.read());
        read(&state)
    }

    /// Changes a table. The lock is held meanwhile; a collection will see what is new.
    pub fn write<R>(&self, table: &Arc<Table>, write: impl FnOnce(&mut State) -> R) -> R {
        let mut state = whole(table.state.write());
        let answer = write(&mut state);
        if !state.is_listed && state.has_young() {
            state.is_listed = true;
            whole(self.changed.lock()).push(Arc::clone(table));
        }
        answer
    }

    /// Takes a table out of the program. False: it is gone already.
    pub fn delete(&self, table: &Arc<Table>) -> bool {
        let mut registry = self.change();
        let Some(table) = registry.tables.remove(&table.number) else {
            return false;
        };
        let (owner, name, fixers) = self.write(&table, |state| {
            state.is_alive = false;
            let empty = State::new(table.kind, table.position, 0, crate::word::Word::NIL);
            state.storage = empty.storage;
            state.set_heir(None);
            let fixers = std::mem::take(&mut state.fixers);
            (state.owner, state.is_named.then_some(state.name), fixers)
        });
        if let Some(name) = name {
            registry.names.remove(&name);
        }
        forget(&mut registry.owned, owner, table.number);
        for pid in fixers.into_keys() {
            forget(&mut registry.fixed, pid, table.number);
        }
        true
    }

    /// Gives a table another name. False: the name is taken.
    pub fn rename(&self, table: &Arc<Table>, name: u64) -> bool {
        let mut registry = self.change();
        let is_named = self.read(table, |state| state.is_named);
        if is_named {
            if registry.names.contains_key(&name) {
                return false;
            }
            let old = self.read(table, |state| state.name);
            registry.names.remove(&old);
            registry.names.insert(name, table.number);
        }
        self.write(table, |state| state.name = name);
        true
    }

    /// Makes another process the owner.
    pub fn give(&self, table: &Arc<Table>, to: u64) {
        let mut registry = self.change();
        let from = self.write(table, |state| std::mem::replace(&mut state.owner, to));
        forget(&mut registry.owned, from, table.number);
        registry.owned.entry(to).or_default().insert(table.number);
    }

    /// Counts a process's fixing of a table up, at a moment (monotonic and system time).
    pub fn fix(&self, table: &Arc<Table>, pid: u64, now: (i64, i64)) {
        let mut registry = self.change();
        self.write(table, |state| {
            if !state.is_fixed() {
                state.fixed_since = now;
            }
            *state.fixers.entry(pid).or_insert(0) += 1;
        });
        registry.fixed.entry(pid).or_default().insert(table.number);
    }

    /// Counts it down.
    pub fn release(&self, table: &Arc<Table>, pid: u64) {
        let mut registry = self.change();
        let is_over = self.write(table, |state| {
            let count = state.fixers.get(&pid).copied().unwrap_or(0);
            if count > 1 {
                state.fixers.insert(pid, count - 1);
                return false;
            }
            state.unfix(pid);
            true
        });
        if is_over {
            forget(&mut registry.fixed, pid, table.number);
        }
    }

    /// A process has ended: what it has fixed is released, its tables go, but for those that an heir
    /// is to get.
    pub fn owner_ended(&self, pid: u64) -> Vec<Inheritance> {
        let (owned, fixed) = {
            if !self.concerns(pid) {
                return Vec::new();
            }
            let mut registry = self.change();
            let fixed = registry.fixed.remove(&pid).unwrap_or_default();
            (registry.owned.get(&pid).cloned().unwrap_or_default(), fixed)
        };
        for table in self.of_numbers(fixed) {
            self.write(&table, |state| state.unfix(pid));
        }
        let mut inheritances = Vec::new();
        for table in self.of_numbers(owned) {
            let (name, heir) = self.read(&table, |state| {
                (state.is_named.then_some(state.name), state.heir)
            });
            match heir {
                Some(heir) if heir.pid != pid => inheritances.push(Inheritance {
                    table: name.map_or(Id::Number(table.number), Id::Name),
                    heir,
                }),
                _ => {
                    self.delete(&table);
                }
            }
        }
        inheritances
    }

    /// Whether a process owns tables or has fixed some. What it does itself is over when this is asked.
    fn concerns(&self, pid: u64) -> bool {
        if !self.were_any.load(Ordering::Relaxed) {
            return false;
        }
        let registry = self.look();
        registry.owned.contains_key(&pid) || registry.fixed.contains_key(&pid)
    }

    fn of_numbers(&self, numbers: BTreeSet<u64>) -> Vec<Arc<Table>> {
        let registry = self.look();
        let tables = numbers.iter().map(|number| registry.tables.get(number));
        tables.flatten().cloned().collect()
    }
}

impl State {
    fn unfix(&mut self, pid: u64) {
        self.fixers.remove(&pid);
        if !self.is_fixed() {
            self.storage.release();
        }
    }
}

fn forget(map: &mut HashMap<u64, BTreeSet<u64>>, pid: u64, number: u64) {
    if let Some(numbers) = map.get_mut(&pid) {
        numbers.remove(&number);
        if numbers.is_empty() {
            map.remove(&pid);
        }
    }
}
