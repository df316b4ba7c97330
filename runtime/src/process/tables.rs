//! What processes and tables (ETS) have to do with each other.

use super::signals::reference;
use super::table::Processes;
use super::worker::Worker;
use crate::atom::well_known;
use crate::ets::Id;
use crate::heap;
use crate::word::Word;
use alate_abi::context::Context;

/// The term that a table is called by.
pub fn table_term(ctx: &mut Context, id: Id) -> Word {
    match id {
        Id::Name(name) => Word(name),
        Id::Number(number) => reference(ctx, number),
    }
}

impl Processes {
    /// Tells a process that a table is its own now.
    pub fn transfer(&self, ctx: &mut Context, id: Id, from: u64, to: u64, data: Word) {
        let table = table_term(ctx, id);
        let tag = well_known::ETS_TRANSFER.get();
        let message = heap::tuple(ctx, &[tag, table, Word(from), data]);
        if let Some(worker) = Worker::of(ctx) {
            self.send(worker, to, message);
        }
    }

    /// A process has ended: its tables go to their heirs or end too.
    pub(super) fn leave_tables(&self, ctx: &mut Context, pid: u64) {
        for inheritance in self.tables.owner_ended(pid) {
            let Some(table) = self.tables.find(inheritance.table) else {
                continue;
            };
            let heir = inheritance.heir;
            if self.lock(heir.pid).is_some() {
                self.tables.give(&table, heir.pid);
                self.transfer(ctx, inheritance.table, pid, heir.pid, Word(heir.data));
            } else {
                self.tables.delete(&table);
            }
        }
    }
}
