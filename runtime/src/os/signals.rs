//! Signals that the program is sent by others: to stop, and to say what it is doing.
//!
//! They are blocked from the start, in all threads, for a new thread blocks what its maker does; one
//! thread waits for them ([`wait`]). So nothing of ours ever runs inside a signal handler. What comes
//! before that thread is there waits for it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Stop the program.
pub const TERMINATE: i32 = libc::SIGTERM;
/// The same, from a terminal.
pub const INTERRUPT: i32 = libc::SIGINT;
/// Say what the processes do.
pub const SHOW: i32 = libc::SIGUSR1;

/// Those that are blocked.
static HELD: OnceLock<libc::sigset_t> = OnceLock::new();

/// Blocks them, but those that whoever started the program had it ignore: a shell does so with
/// `SIGINT` for commands in the background. Called before there is any other thread.
pub fn hold() {
    // SAFETY: a set of zeros is a value, and the calls write only what is passed to them.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for signal in [TERMINATE, INTERRUPT, SHOW] {
            let mut action: libc::sigaction = std::mem::zeroed();
            let known = libc::sigaction(signal, std::ptr::null(), &raw mut action) == 0;
            if known && action.sa_sigaction != libc::SIG_IGN {
                libc::sigaddset(&raw mut set, signal);
            }
        }
        let set = HELD.get_or_init(|| set);
        libc::pthread_sigmask(libc::SIG_BLOCK, set, std::ptr::null_mut());
    }
}

/// Nobody can wait for them: they do to the program what they do by default. One thread that does
/// not block them is enough.
pub fn release() {
    if let Some(set) = HELD.get() {
        // SAFETY: the call reads the set.
        unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, set, std::ptr::null_mut()) };
    }
}

/// The next signal. None: none came until that moment, or none ever will.
pub fn wait(until: Option<Instant>) -> Option<i32> {
    let set = HELD.get()?;
    loop {
        // SAFETY: the calls read the set and the time; they are passed nothing to write to.
        let signal = unsafe {
            match until {
                None => libc::sigwaitinfo(set, std::ptr::null_mut()),
                Some(until) => {
                    let time = timespec(until.saturating_duration_since(Instant::now()));
                    libc::sigtimedwait(set, std::ptr::null_mut(), &raw const time)
                }
            }
        };
        let error = std::io::Error::last_os_error();
        match signal {
            1.. => return Some(signal),
            _ if error.raw_os_error() == Some(libc::EINTR) => {}
            _ => return None,
        }
    }
}

fn timespec(duration: Duration) -> libc::timespec {
    libc::timespec {
        tv_sec: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(duration.subsec_nanos()),
    }
}
