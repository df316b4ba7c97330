//! Aliases: references that messages can be sent to instead of a pid, until they are taken back.

use super::table::Processes;
use crate::word::ByNumber;
use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

/// When an alias ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AliasMode {
    /// When it is taken back.
    Explicit,
    /// After the first message.
    Reply,
    /// With the monitor that has the same reference.
    Demonitor,
    /// With the monitor or after the first message; that ends the monitor too.
    ReplyDemonitor,
}

/// Whose alias a reference is.
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    pid: u64,
    mode: AliasMode,
    /// Whether messages sent to it with priority have it.
    takes_urgent: bool,
}

impl Processes {
    fn all_aliases(&self) -> MutexGuard<'_, ByNumber<Alias>> {
        self.aliases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a reference's number an alias of a process.
    pub fn alias(&self, number: u64, pid: u64, mode: AliasMode, takes_urgent: bool) {
        if let Some(mut process) = self.lock(pid) {
            process.relate().aliases.insert(number);
            self.all_aliases().insert(
                number,
                Alias {
                    pid,
                    mode,
                    takes_urgent,
                },
            );
        }
    }

    /// Takes an alias of a process back; false if it is none.
    pub fn unalias(&self, number: u64, pid: u64) -> bool {
        let alias = self.all_aliases().get(&number).copied();
        alias.is_some_and(|alias| alias.pid == pid) && self.drop_alias(number)
    }

    /// Whether messages sent to a reference with priority have it.
    pub fn takes_urgent(&self, number: u64) -> bool {
        let aliases = self.all_aliases();
        aliases.get(&number).is_some_and(|alias| alias.takes_urgent)
    }

    /// Who gets a message that is sent to a reference.
    pub fn aliased(&self, number: u64) -> Option<u64> {
        let Alias { pid, mode, .. } = *self.all_aliases().get(&number)?;
        match mode {
            AliasMode::Explicit | AliasMode::Demonitor => {}
            // Of several senders one is the first.
            AliasMode::Reply => return self.drop_alias(number).then_some(pid),
            AliasMode::ReplyDemonitor => {
                if !self.drop_alias(number) {
                    return None;
                }
                self.demonitor(pid, number);
            }
        }
        Some(pid)
    }

    /// A monitor has ended: an alias that depends on it does too.
    pub(super) fn monitor_ended(&self, number: u64) {
        let mode = self.all_aliases().get(&number).map(|alias| alias.mode);
        if matches!(mode, Some(AliasMode::Demonitor | AliasMode::ReplyDemonitor)) {
            self.drop_alias(number);
        }
    }

    /// False: there is no such alias any more.
    fn drop_alias(&self, number: u64) -> bool {
        let Some(alias) = self.all_aliases().remove(&number) else {
            return false;
        };
        if let Some(mut process) = self.lock(alias.pid) {
            process.relate().aliases.remove(&number);
        }
        true
    }

    /// A process has ended that had these.
    pub(super) fn forget_aliases(&self, numbers: &BTreeSet<u64>) {
        if numbers.is_empty() {
            return;
        }
        let mut aliases = self.all_aliases();
        for number in numbers {
            aliases.remove(number);
        }
    }
}
