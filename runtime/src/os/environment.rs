//! The environment variables of the program: a copy of its own, made at the start.
//!
//! The system's functions that change them may not run beside others that read them; so they are read
//! once, and changes are seen by what asks here.

use std::collections::BTreeMap;
use std::os::unix::ffi::OsStringExt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Values by names.
pub type Variables = BTreeMap<Vec<u8>, Vec<u8>>;

static VARIABLES: OnceLock<Mutex<Variables>> = OnceLock::new();

/// The variables, to read and change.
pub fn variables() -> MutexGuard<'static, Variables> {
    let own = || {
        let pair = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            (name.into_vec(), value.into_vec())
        };
        Mutex::new(std::env::vars_os().map(pair).collect())
    };
    let variables = VARIABLES.get_or_init(own);
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}
