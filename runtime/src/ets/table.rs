//! A table: its objects and what is known about it.

use super::storage::{Storage, Type, key};
use crate::heap::roots::Visit;
use crate::word::Word;
use std::collections::BTreeMap;
use std::sync::RwLock;

/// Who may read and write besides the owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protection {
    Public,
    /// Others may read.
    Protected,
    Private,
}

/// Who gets a table when its owner ends, and a term for it.
#[derive(Clone, Copy, Debug)]
pub struct Heir {
    pub pid: u64,
    pub data: u64,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// The number of its reference.
    pub number: u64,
    pub kind: Type,
    /// Where keys are in objects, from 0.
    pub position: usize,
    /// Options that change nothing here but are told who asks, as atoms.
    pub told: Told,
    pub(super) state: RwLock<State>,
}

/// Options about speed, which `info` repeats.
#[derive(Clone, Copy, Default, Debug)]
pub struct Told {
    pub reads_concurrently: bool,
    /// `true`, `false` or `auto`.
    pub writes_concurrently: Option<Word>,
    pub decentralizes_counters: bool,
    pub is_compressed: bool,
}

/// What changes in a table, behind its lock.
#[derive(Debug)]
pub struct State {
    pub storage: Storage,
    /// False once it is deleted: whoever still has hold of it finds nothing.
    pub is_alive: bool,
    pub owner: u64,
    pub protection: Protection,
    /// An atom.
    pub name: u64,
    /// Whether the name stands for it.
    pub is_named: bool,
    pub heir: Option<Heir>,
    pub(super) heir_is_young: bool,
    /// Who has fixed it, how often.
    pub fixers: BTreeMap<u64, u64>,
    /// Since when it is fixed: monotonic and system time in nanoseconds.
    pub fixed_since: (i64, i64),
    /// Whether it is in the list of what the next minor collection looks at.
    pub(super) is_listed: bool,
}

impl Table {
    /// A table in a state.
    pub fn new(number: u64, kind: Type, position: usize, told: Told, state: State) -> Table {
        Table {
            number,
            kind,
            position,
            told,
            state: RwLock::new(state),
        }
    }

    /// The key of an object, if it is a tuple long enough to have one.
    pub fn key(&self, object: Word) -> Option<Word> {
        key(object, self.position)
    }

    /// Visits the atoms that never change; those of the state not.
    pub(super) fn visit_atoms(&self, visit: &mut Visit) {
        if let Some(Word(mut told)) = self.told.writes_concurrently {
            visit(&raw mut told, 1);
        }
    }

    /// Whether a key has several objects.
    pub fn is_bag(&self) -> bool {
        matches!(self.kind, Type::Bag | Type::DuplicateBag)
    }
}

impl State {
    /// The state of a new table.
    pub fn new(kind: Type, position: usize, owner: u64, name: Word) -> State {
        State {
            storage: Storage::new(kind, position),
            is_alive: true,
            owner,
            protection: Protection::Protected,
            name: name.0,
            is_named: false,
            heir: None,
            heir_is_young: false,
            fixers: BTreeMap::new(),
            fixed_since: (0, 0),
            is_listed: false,
        }
    }

    /// Sets or takes back the heir.
    pub fn set_heir(&mut self, heir: Option<Heir>) {
        self.heir = heir;
        self.heir_is_young = heir.is_some();
    }

    /// Takes all objects out.
    pub fn clear(&mut self) {
        // Whoever goes over it is at the end then: `next` of a key that was there still finds one.
        match self.is_fixed() {
            true => self.storage.kill_all(),
            false => self.storage = self.storage.emptied(),
        }
    }

    /// Whether keys that go leave traces.
    pub fn is_fixed(&self) -> bool {
        !self.fixers.is_empty()
    }

    pub(super) fn has_young(&self) -> bool {
        self.heir_is_young || self.storage.has_young()
    }

    pub(super) fn young(&mut self, visit: &mut Visit) {
        self.storage.young(visit);
        self.heir_words(visit);
    }

    pub(super) fn all(&mut self, visit: &mut Visit) {
        self.storage.all(visit);
        self.heir_words(visit);
        visit(&raw mut self.name, 1);
    }

    fn heir_words(&mut self, visit: &mut Visit) {
        if let Some(heir) = &mut self.heir {
            visit(&raw mut heir.data, 1);
        }
    }

    pub(super) fn settle(&mut self) {
        self.storage.settle();
        self.heir_is_young = false;
        self.is_listed = false;
    }
}
