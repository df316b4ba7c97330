//! What ties a process to others, made when there is first something to tie.

use super::limit::MailboxLimit;
use super::signals::Watcher;
use crate::heap::roots::Visit;
use std::collections::{BTreeMap, BTreeSet};

/// Who is watched: a pid, and the name it was monitored by.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    pub pid: u64,
    pub name: Option<u64>,
}

/// Links, monitors, aliases, suspensions and a name. Ordered, so that the same program in the same
/// order gives the same run.
#[derive(Default, Debug)]
pub struct Relations {
    /// Pids.
    pub links: BTreeSet<u64>,
    /// Its own monitors, by the number of the reference.
    pub monitors: BTreeMap<u64, Watched>,
    /// Those who watch it, by the number of the reference.
    pub watchers: BTreeMap<u64, Watcher>,
    /// Pids of those who are to learn of its end by an exit signal, but not the other way round.
    pub followers: BTreeSet<u64>,
    /// Numbers of its aliases.
    pub aliases: BTreeSet<u64>,
    /// First elements of the messages of its monitors where they are not `DOWN`: terms.
    pub tags: BTreeMap<u64, u64>,
    /// Whom it has suspended, and how often.
    pub suspends: BTreeMap<u64, u32>,
    /// Its registered name, an atom.
    pub name: Option<u64>,
    /// The limit of its mailbox.
    pub mailbox: Option<MailboxLimit>,
}

impl Relations {
    /// Visits the terms; with `all` the atoms too, which no minor collection looks for.
    pub fn words(&mut self, all: bool, visit: &mut Visit) {
        for tag in self.tags.values_mut() {
            visit(tag, 1);
        }
        if all {
            let monitors = self.monitors.values_mut().map(|watched| &mut watched.name);
            let watchers = self.watchers.values_mut().map(|watcher| &mut watcher.name);
            let names = monitors.chain(watchers).chain([&mut self.name]);
            names.flatten().for_each(|name| visit(name, 1));
        }
    }
}
