//! Every order of events between workers that go to sleep and those that make work, by the model checker
//! loom: the code of `parking.rs` itself, on loom's locks and atomics.

/// What it is made of here.
mod sync {
    pub use loom::sync::atomic::{AtomicUsize, Ordering, fence};
    pub use loom::sync::{Mutex, MutexGuard};
    pub use loom::thread::{Thread, current};

    /// Time does not pass in the model.
    pub fn park(_timeout: Option<std::time::Duration>) {
        loom::thread::park();
    }
}

#[path = "parking.rs"]
#[expect(clippy::duplicate_mod, reason = "the same code on other locks")]
#[allow(dead_code, reason = "timers do not go off in the model")]
mod parking;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering, fence};
use loom::thread;
use parking::Parking;

/// Who has made work looks for sleepers after it, and who goes to sleep looks for work after it has said
/// so: whatever the order, work is done by somebody. If it were not, this test would never end, which
/// loom notices.
#[test]
fn no_work_is_left_while_all_sleep() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let world = Arc::new((Parking::default(), AtomicUsize::new(0)));
        let sleeper = {
            let world = Arc::clone(&world);
            thread::spawn(move || {
                let (parking, work) = &*world;
                while work.load(Ordering::Relaxed) == 0 {
                    parking.sleep(1, || work.load(Ordering::Relaxed) > 0, || None);
                }
            })
        };
        let (parking, work) = &*world;
        work.store(1, Ordering::Relaxed);
        // As `Processes::call_worker` does.
        fence(Ordering::SeqCst);
        parking.wake_one();
        sleeper.join().expect("no panic");
        assert_eq!(parking.count(), 0);
    });
}
