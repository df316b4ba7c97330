//! Every order of events between threads that share out a tracing, by the model checker loom: the code of
//! `gang.rs` itself, on loom's locks and atomics.

/// What it is made of here.
mod sync {
    pub use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    pub use loom::sync::{Mutex, MutexGuard};

    /// The model looks at every order of events as it is.
    pub fn spin(_times: usize, _is_so: impl Fn() -> bool) {}

    pub fn nap(_time: std::time::Duration) {
        loom::thread::yield_now();
    }
}

#[path = "gang.rs"]
#[expect(clippy::duplicate_mod, reason = "the same code on other locks")]
#[allow(dead_code, reason = "the model is of one kind of work")]
mod gang;

use gang::Gang;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

/// A piece of work is a number of further pieces. All are done once, and all threads come to the end.
#[test]
fn all_is_done_once() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(|| {
        let shared = Arc::new((Gang::<usize>::new(1), AtomicUsize::new(0)));
        let work = |shared: &(Gang<usize>, AtomicUsize)| {
            let (gang, done) = shared;
            if !gang.join() {
                return;
            }
            for _ in gang.parts_from(0) {
                done.fetch_add(1, Ordering::Relaxed);
                gang.give(1);
            }
            while let Some(further) = gang.take() {
                done.fetch_add(1, Ordering::Relaxed);
                (0..further).for_each(|_| gang.give(0));
            }
        };
        let other = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || work(&shared))
        };
        work(&shared);
        other.join().expect("no panic");
        assert_eq!(shared.1.load(Ordering::Relaxed), 3);
    });
}
