//! Stopping the world: one worker goes on, all others wait at a safe point.
//!
//! A worker counts as *running* from where it comes through the door until it leaves or waits at a
//! safe point. Who wants to be alone closes the door, asks for the attention of all others, and waits
//! until nobody else runs; whoever comes to a poll or to the door meanwhile waits until it is open
//! again. Nothing is locked while a worker waits, so nobody waits for one who waits here.

use super::sync::{AtomicBool, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering, spin};
use std::sync::PoisonError;

/// How often a worker looks whether the wait is over before it sleeps: a few tens of microseconds,
/// which most waits are shorter than.
const SPINS: usize = 2000;

/// The door.
pub struct Stop {
    state: Mutex<State>,
    changed: Condvar,
    /// Copies of what is in `state`, for those who spin.
    is_closed: AtomicBool,
    running: AtomicUsize,
}

struct State {
    running: usize,
    is_closed: bool,
}

impl Default for Stop {
    fn default() -> Stop {
        Stop {
            state: Mutex::new(State {
                running: 0,
                is_closed: false,
            }),
            changed: Condvar::new(),
            is_closed: AtomicBool::new(false),
            running: AtomicUsize::new(0),
        }
    }
}

impl Stop {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_running(&self, state: &mut State, running: usize) {
        state.running = running;
        self.running.store(running, Ordering::Release);
    }

    /// Waits until a condition of the state holds: at first by looking at `is_met` again and again.
    fn wait<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        holds: impl Fn(&State) -> bool,
        is_met: impl Fn() -> bool,
    ) -> MutexGuard<'a, State> {
        if !holds(&state) {
            drop(state);
            spin(SPINS, is_met);
            state = self.state();
        }
        while !holds(&state) {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state
    }

    /// Comes through the door: the worker runs from now on.
    pub fn enter(&self) {
        let state = self.state();
        let mut state = self.wait(
            state,
            |state| !state.is_closed,
            || !self.is_closed.load(Ordering::Acquire),
        );
        let running = state.running + 1;
        self.set_running(&mut state, running);
    }

    /// The worker does not run any more until it [enters](Self::enter) again.
    pub fn leave(&self) {
        let mut state = self.state();
        let running = state.running - 1;
        self.set_running(&mut state, running);
        if state.is_closed {
            self.changed.notify_all();
        }
    }

    /// At a safe point: waits while the door is closed. False: it was open.
    pub fn pause(&self) -> bool {
        if !self.state().is_closed {
            return false;
        }
        self.leave();
        self.enter();
        true
    }

    /// At a safe point: does something while no other worker runs. `ask` has all others come to their
    /// safe points. None: another worker did so meanwhile, and this one has waited for it.
    pub fn alone<R>(&self, ask: impl FnOnce(), work: impl FnOnce() -> R) -> Option<R> {
        {
            let mut state = self.state();
            if state.is_closed {
                drop(state);
                self.pause();
                return None;
            }
            state.is_closed = true;
            self.is_closed.store(true, Ordering::Release);
        }
        ask();
        let state = self.state();
        drop(self.wait(
            state,
            |state| state.running == 1,
            || self.running.load(Ordering::Acquire) == 1,
        ));
        let answer = work();
        let mut state = self.state();
        state.is_closed = false;
        self.is_closed.store(false, Ordering::Release);
        self.changed.notify_all();
        Some(answer)
    }
}
