//! Every order of events at the door and of requests for attention, by the model checker loom: the code of
//! `stop.rs` and `attention.rs` itself, on loom's locks and atomics in place of the standard library's.

/// What they are made of here.
mod sync {
    pub use loom::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
    pub use loom::sync::{Condvar, Mutex, MutexGuard};

    /// The model looks at every order of events as it is.
    pub fn spin(_times: usize, _is_so: impl Fn() -> bool) {}
}

#[path = "stop.rs"]
#[expect(clippy::duplicate_mod, reason = "the same code on other locks")]
mod stop;

#[path = "attention.rs"]
#[expect(clippy::duplicate_mod, reason = "the same code on other atomics")]
mod attention;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use loom::thread;
use stop::{Refused, Stop};

/// A world of workers that count themselves while they run.
struct World {
    stop: Stop,
    running: AtomicUsize,
    done: AtomicUsize,
    asked: AtomicUsize,
}

impl World {
    fn new() -> Arc<World> {
        Arc::new(World {
            stop: Stop::new(0),
            running: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
        })
    }

    fn runs(&self) {
        self.running.fetch_add(1, Ordering::SeqCst);
    }

    fn stops(&self) {
        self.running.fetch_sub(1, Ordering::SeqCst);
    }

    /// Alone: nobody else runs, from the beginning of the work to its end.
    fn alone(&self) -> bool {
        self.stops();
        let done = self.stop.alone(
            0,
            || (),
            || {
                assert_eq!(self.running.load(Ordering::SeqCst), 0);
                self.done.fetch_add(1, Ordering::SeqCst);
                thread::yield_now();
                assert_eq!(self.running.load(Ordering::SeqCst), 0);
            },
        );
        self.runs();
        done.is_some()
    }

    /// Alone, or not: it looks twice whether others have come.
    fn alone_soon(&self) -> Result<(), Refused> {
        self.stops();
        let mut looks = 0;
        let is_patient = || {
            looks += 1;
            thread::yield_now();
            looks < 2
        };
        let ask = || {
            self.asked.fetch_add(1, Ordering::SeqCst);
        };
        let outcome = self.stop.alone_soon(0, ask, is_patient, || {
            assert_eq!(self.running.load(Ordering::SeqCst), 0);
            thread::yield_now();
            assert_eq!(self.running.load(Ordering::SeqCst), 0);
        });
        self.runs();
        outcome
    }

    /// At a poll.
    fn pause(&self) {
        self.stops();
        self.stop.pause(0);
        self.runs();
    }
}

fn model(threads: usize, work: fn(&World, usize)) {
    let mut builder = loom::model::Builder::new();
    // More switches than this where no thread waits add millions of orders and nothing new.
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let world = World::new();
        let others: Vec<_> = (1..threads)
            .map(|number| {
                let world = Arc::clone(&world);
                thread::spawn(move || work(&world, number))
            })
            .collect();
        work(&world, 0);
        for other in others {
            other.join().expect("no panic");
        }
    });
}

#[test]
fn who_is_alone_is_alone() {
    model(2, |world, _| {
        world.stop.enter(0);
        world.runs();
        if !world.alone() {
            // Another was, and this one has waited for it.
            assert!(world.done.load(Ordering::SeqCst) > 0);
        }
        world.stops();
        world.stop.leave();
    });
}

/// One who does not wait for ever is alone or gives up; then the door is open, and who was late can be
/// alone in their place.
#[test]
fn who_gives_up_opens_the_door() {
    model(3, |world, number| {
        world.stop.enter(0);
        world.runs();
        match number {
            0 => {
                // Either will do.
                let _ = world.alone_soon();
            }
            1 => while !world.alone() {},
            _ => world.pause(),
        }
        world.stops();
        world.stop.leave();
    });
}

/// Who gave up is alone in the end: those who were late are forgotten when they have come or gone.
#[test]
fn who_was_late_is_not_late_for_ever() {
    model(2, |world, number| {
        world.stop.enter(0);
        world.runs();
        if number == 0 {
            while world.alone_soon().is_err() {
                thread::yield_now();
            }
            assert_eq!(world.stop.stragglers(), 0);
        } else {
            // Comes to a poll as often as it is asked to.
            for _ in 0..world.asked.load(Ordering::SeqCst) {
                world.pause();
            }
        }
        world.stops();
        world.stop.leave();
    });
}

#[test]
fn who_comes_to_a_poll_or_through_the_door_waits() {
    model(3, |world, number| {
        world.stop.enter(0);
        world.runs();
        match number {
            0 => while !world.alone() {},
            1 => world.pause(),
            _ => {}
        }
        world.stops();
        world.stop.leave();
    });
}

#[test]
fn a_task_is_over_when_all_have_done_with_it() {
    model(2, |world, number| {
        world.stop.enter(0);
        if number > 0 {
            world.stop.pause(0);
            world.stop.leave();
            return;
        }
        let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        world.stop.alone(
            0,
            || (),
            || {
                // The other waits, or has not come yet, or has gone.
                assert!(world.stop.waiting() <= 1);
                world.stop.share(0, &|_| {
                    begun.fetch_add(1, Ordering::SeqCst);
                    thread::yield_now();
                    ended.fetch_add(1, Ordering::SeqCst);
                });
                let (begun, ended) = (begun.load(Ordering::SeqCst), ended.load(Ordering::SeqCst));
                assert!(begun == ended && begun >= 1, "{begun} {ended}");
            },
        );
        world.stop.leave();
    });
}

/// However requests and real limits follow each other, no request is lost: the worker has taken its bit,
/// or its next poll goes cold.
#[test]
fn no_request_is_lost() {
    const REAL: u64 = 4096;
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let worker = Arc::new((AtomicU64::new(0), AtomicU64::new(REAL)));
        let requesters: Vec<_> = [1, 2]
            .map(|reason| {
                let worker = Arc::clone(&worker);
                thread::spawn(move || attention::request(&worker.0, &worker.1, reason))
            })
            .into();
        let (bits, limit) = &*worker;
        let mut taken = 0;
        // A process begins to run, and a poll follows.
        attention::set_limit(bits, limit, REAL);
        if limit.load(Ordering::Relaxed) == attention::POISON {
            taken |= bits.swap(0, Ordering::SeqCst);
            attention::set_limit(bits, limit, REAL);
        }
        for requester in requesters {
            requester.join().expect("no panic");
        }
        let left = bits.load(Ordering::SeqCst);
        assert_eq!(taken | left, 3);
        assert!(left == 0 || limit.load(Ordering::SeqCst) == attention::POISON);
    });
}
