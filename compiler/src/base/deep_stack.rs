//! Room for recursion over expanded code.
//!
//! What users write nests no deeper than the reader allows, but expansion makes deeper forms of it
//! (a `let*` of a thousand bindings, a long quasi-quoted list). The stages behind it recurse over
//! them on a thread whose stack is large; its pages are taken only as far as they are used.

use std::sync::Mutex;

/// Bytes of address space for the stack: the first that the system grants.
const SIZES: [usize; 3] = [1 << 30, 1 << 28, 1 << 26];

/// Forms deeper than this are refused, with an error, by whoever meets them first.
pub const MAX_DEPTH: usize = 20_000;

/// Runs `work` where recursion may go [`MAX_DEPTH`] levels deep.
pub fn run<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let slot = Mutex::new(Some(work));
    // Taking the work out never panics while the lock is held, so it is never poisoned.
    let take = || slot.lock().ok().and_then(|mut work| work.take());
    std::thread::scope(|scope| {
        for size in SIZES {
            let thread = std::thread::Builder::new().stack_size(size);
            if let Ok(handle) = thread.spawn_scoped(scope, || take().map(|work| work())) {
                match handle.join() {
                    Ok(Some(value)) => return Some(value),
                    Ok(None) => return None,
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        }
        // No thread at all: better to try here than to give up.
        take().map(|work| work())
    })
    .expect("the work is taken once")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(levels: usize) -> usize {
        let room = std::hint::black_box([levels; 1000]);
        if levels == 0 {
            0
        } else {
            deep(levels - 1) + room[999] - levels + 1
        }
    }

    #[test]
    fn recursion_has_room() {
        assert_eq!(run(|| deep(MAX_DEPTH)), MAX_DEPTH);
    }
}
