//! Atoms that the runtime names itself, each resolved once.

use super::intern;
use crate::word::Word;
use std::sync::atomic::{AtomicU64, Ordering};

/// An atom known by name at compile time.
pub struct WellKnown {
    name: &'static str,
    /// 0 until resolved. Relaxed: the record is made before, and its lock orders the memory.
    word: AtomicU64,
}

impl WellKnown {
    const fn new(name: &'static str) -> Self {
        WellKnown {
            name,
            word: AtomicU64::new(0),
        }
    }

    /// The atom.
    #[inline]
    pub fn get(&self) -> Word {
        match self.word.load(Ordering::Relaxed) {
            0 => self.resolve(),
            word => Word(word),
        }
    }

    #[cold]
    fn resolve(&self) -> Word {
        // The names below are short; with the table full, the empty list stands in for the atom.
        let word = intern(self.name).unwrap_or(Word::NIL);
        self.word.store(word.0, Ordering::Relaxed);
        word
    }
}

macro_rules! well_known {
    ($($constant:ident = $name:literal;)*) => {
        $(#[doc = concat!("The atom `", $name, "`.")]
        pub static $constant: WellKnown = WellKnown::new($name);)*

        /// Resolves every well-known atom, so that a full table cannot get in their way later.
        pub fn resolve_all() {
            $($constant.get();)*
        }
    };
}

well_known! {
    TRUE = "true";
    FALSE = "false";
    OK = "ok";
    ERROR = "error";
    EXIT = "exit";
    THROW = "throw";
    UNDEFINED = "undefined";
    SHUTDOWN = "shutdown";
    EOF = "eof";
    NONE = "none";
    NOMATCH = "nomatch";
    BADARG = "badarg";
    BADARITH = "badarith";
    BADMAP = "badmap";
    BADKEY = "badkey";
    BADMATCH = "badmatch";
    BADFUN = "badfun";
    BADARITY = "badarity";
    CASE_CLAUSE = "case_clause";
    IF_CLAUSE = "if_clause";
    TRY_CLAUSE = "try_clause";
    ELSE_CLAUSE = "else_clause";
    FUNCTION_CLAUSE = "function_clause";
    UNDEF = "undef";
    SYSTEM_LIMIT = "system_limit";
    NOCATCH = "nocatch";
    INFINITY = "infinity";
    LATIN1 = "latin1";
    UTF8 = "utf8";
    UNICODE = "unicode";
    UTF16 = "utf16";
    UTF32 = "utf32";
    BIG = "big";
    LITTLE = "little";
    INCOMPLETE = "incomplete";
    DECIMALS = "decimals";
    SCIENTIFIC = "scientific";
    COMPACT = "compact";
    SHORT = "short";
    SCOPE = "scope";
    SECOND = "second";
    MILLISECOND = "millisecond";
    MICROSECOND = "microsecond";
    NANOSECOND = "nanosecond";
    NATIVE = "native";
    PERF_COUNTER = "perf_counter";
    POSITIVE = "positive";
    MONOTONIC = "monotonic";
    FILE = "file";
    LINE = "line";
    NORMAL = "normal";
    KILL = "kill";
    KILLED = "killed";
    NOPROC = "noproc";
    MAILBOX_FULL = "mailbox_full";
    EXIT_SIGNAL = "EXIT";
    DOWN = "DOWN";
    PROCESS = "process";
    TIMEOUT = "timeout";
    TIMEOUT_VALUE = "timeout_value";
    NONODE = "nonode@nohost";
    LINK = "link";
    MONITOR = "monitor";
    NOSUSPEND = "nosuspend";
    NOCONNECT = "noconnect";
    FLUSH = "flush";
    INFO = "info";
    TRAP_EXIT = "trap_exit";
    PRIORITY = "priority";
    LOW = "low";
    HIGH = "high";
    MAX = "max";
    UNLINK = "unlink";
    ERLANG = "erlang";
    APPLY = "apply";
    ETS_TRANSFER = "ETS-TRANSFER";
    END_OF_TABLE = "$end_of_table";
    LIST_TO_ATOM = "list_to_atom";
    BINARY_TO_ATOM = "binary_to_atom";
    READY = "ready";
    LOCAL = "local";
    TCP = "tcp";
    TCP_CLOSED = "tcp_closed";
    TCP_ERROR = "tcp_error";
    TCP_PASSIVE = "tcp_passive";
    UDP = "udp";
    UDP_CLOSED = "udp_closed";
    UDP_ERROR = "udp_error";
    UDP_PASSIVE = "udp_passive";
}

impl Word {
    /// The atom `true` or `false`.
    #[inline]
    pub fn boolean(value: bool) -> Word {
        if value { TRUE.get() } else { FALSE.get() }
    }
}
