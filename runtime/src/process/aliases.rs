//! Aliases: references that messages can be sent to instead of a pid, until they are taken back.

use super::table::Processes;

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
}

impl Processes {
    /// Makes a reference's number an alias of a process.
    pub fn alias(&mut self, number: u64, pid: u64, mode: AliasMode) {
        if let Some(process) = self.get(pid) {
            process.aliases.insert(number);
            self.aliases.insert(number, Alias { pid, mode });
        }
    }

    /// Takes an alias of a process back; false if it is none.
    pub fn unalias(&mut self, number: u64, pid: u64) -> bool {
        match self.aliases.get(&number) {
            Some(alias) if alias.pid == pid => {
                self.drop_alias(number);
                true
            }
            _ => false,
        }
    }

    /// Who gets a message that is sent to a reference.
    pub fn aliased(&mut self, number: u64) -> Option<u64> {
        let Alias { pid, mode } = *self.aliases.get(&number)?;
        match mode {
            AliasMode::Explicit | AliasMode::Demonitor => {}
            AliasMode::Reply => self.drop_alias(number),
            AliasMode::ReplyDemonitor => {
                self.drop_alias(number);
                self.demonitor(pid, number);
            }
        }
        Some(pid)
    }

    /// A monitor has ended: an alias that depends on it does too.
    pub(super) fn monitor_ended(&mut self, number: u64) {
        let mode = self.aliases.get(&number).map(|alias| alias.mode);
        if matches!(mode, Some(AliasMode::Demonitor | AliasMode::ReplyDemonitor)) {
            self.drop_alias(number);
        }
    }

    fn drop_alias(&mut self, number: u64) {
        if let Some(alias) = self.aliases.remove(&number)
            && let Some(process) = self.get(alias.pid)
        {
            process.aliases.remove(&number);
        }
    }

    /// A process has ended; its record is still in the table.
    pub(super) fn forget_aliases(&mut self, pid: u64) {
        let numbers = match self.get(pid) {
            Some(process) => std::mem::take(&mut process.aliases),
            None => return,
        };
        for number in numbers {
            self.aliases.remove(&number);
        }
    }
}
