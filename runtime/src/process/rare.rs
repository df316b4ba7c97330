//! What few processes have, so that the others need no room for it: flags that are kept to be read
//! back, dynamic variables that are bound.

use super::record::Own;
use super::table::Processes;
use super::worker::Worker;
use crate::dynamic::Bindings;
use crate::heap::roots::Visit;
use crate::word::Word;

/// The first element of the message that tells of a process's end: a term.
pub type Tag = Word;

/// Flags of `process_flag` and options of `spawn_opt` that are accepted and read back, for what they
/// control does not exist here. The defaults are OTP's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub fullsweep_after: i64,
    pub min_heap_size: i64,
    pub min_bin_vheap_size: i64,
    pub save_calls: i64,
    pub is_sensitive: bool,
    pub is_off_heap: bool,
    pub is_asynchronous: bool,
    /// Words, and what happens beyond them.
    pub max_heap_size: i64,
    pub max_heap_kills: bool,
    pub max_heap_logs: bool,
}

impl Settings {
    /// What a process has that has set none.
    pub const DEFAULT: Settings = Settings {
        fullsweep_after: 65535,
        min_heap_size: 233,
        min_bin_vheap_size: 46422,
        save_calls: 0,
        is_sensitive: false,
        is_off_heap: false,
        is_asynchronous: false,
        max_heap_size: 0,
        max_heap_kills: true,
        max_heap_logs: true,
    };
}

/// See the file's head.
#[derive(Debug)]
pub(super) struct Rare {
    settings: Settings,
    /// A module's name: the flag `error_handler`.
    error_handler: Option<u64>,
    /// The dynamic variables that it has bound.
    pub bindings: Bindings,
}

impl Rare {
    fn new() -> Rare {
        Rare {
            settings: Settings::DEFAULT,
            error_handler: None,
            bindings: Bindings::default(),
        }
    }

    /// Visits the terms.
    pub fn words(&mut self, visit: &mut Visit) {
        self.bindings.words(visit);
        if let Some(module) = &mut self.error_handler {
            visit(module, 1);
        }
    }
}

impl Own {
    pub(super) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_with(|| Box::new(Rare::new()))
    }

    /// The flags that are only kept.
    pub fn settings(&self) -> Settings {
        let rare = self.rare.as_ref();
        rare.map_or(Settings::DEFAULT, |rare| rare.settings)
    }

    /// Sets them.
    pub fn set_settings(&mut self, settings: Settings) {
        if settings != self.settings() {
            self.rare().settings = settings;
        }
    }

    /// The module that was set as handler of undefined functions.
    pub fn error_handler(&self) -> Option<Word> {
        self.rare.as_ref()?.error_handler.map(Word)
    }

    /// Sets it.
    pub fn set_error_handler(&mut self, module: Word) {
        self.rare().error_handler = Some(module.0);
    }
}

impl Processes {
    /// Gives a monitor of a process another first element of its message than `DOWN`.
    pub fn tag_monitor(&self, worker: &Worker, watcher: u64, number: u64, tag: Tag) {
        if let Some(mut process) = self.lock(watcher) {
            process.relate().tags.insert(number, tag.0);
            self.touch(worker, process.process());
        }
    }

    /// Takes the tag of a monitor that ends.
    pub(super) fn take_tag(&self, watcher: u64, number: u64) -> Option<Tag> {
        let mut process = self.lock(watcher)?;
        let relations = process.relations.as_mut()?;
        relations.tags.remove(&number).map(Word)
    }
}
