//! Stopping the world: one worker goes on, all others wait at a safe point.
//!
//! A worker counts as *running* from where it comes through the door until it leaves or waits at a
//! safe point. Who wants to be alone closes the door, asks for the attention of all others, and waits
//! until nobody else runs; whoever comes to a poll or to the door meanwhile waits until it is open
//! again. Nothing is locked while a worker waits, so nobody waits for one who waits here.
//!
//! Some come to a safe point late: a builtin may take long, or the system may have given a core to
//! somebody else. Who can wait gives up soon, opens the door for those who came, and lets the ones who
//! did not, the *stragglers*, come first: until all of them have, the door is closed only by somebody
//! who cannot wait. So a worker at a long builtin holds the others up for no longer than that patience.
//!
//! Who is alone may share out a task among those who wait.

use super::sync::{AtomicUsize, Condvar, Mutex, MutexGuard, Ordering, spin};
use std::sync::PoisonError;

/// A task for those who wait; each is told the number that it has given of itself.
type Task<'a> = dyn Fn(usize) + Sync + 'a;

/// Why somebody was not alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Another worker was, and this one has waited for it.
    Other,
    /// Some have not come to their safe points in time.
    Late,
}

/// The door.
pub struct Stop {
    state: Mutex<State>,
    changed: Condvar,
    /// Counts the changes that somebody may wait for, for those who spin.
    news: AtomicUsize,
    /// How often a worker looks for news before it sleeps.
    looks: usize,
}

struct State {
    running: usize,
    is_closed: bool,
    /// How many have not come to a safe point since somebody gave up waiting for them.
    stragglers: usize,
    /// How many wait at the closed door.
    waiting: usize,
    /// How many sleep until something changes.
    sleepers: usize,
    task: Option<&'static Task<'static>>,
    /// How many are at the task.
    helping: usize,
}

impl State {
    /// A worker is at a safe point. One that came and went while the door was closed may be counted
    /// here too; then somebody tries again early.
    fn arrived(&mut self) {
        self.stragglers = self.stragglers.saturating_sub(1);
    }
}

impl Stop {
    /// An open door. Who waits for something looks so many times whether it has come, before it
    /// sleeps.
    pub fn new(looks: usize) -> Stop {
        Stop {
            state: Mutex::new(State {
                running: 0,
                is_closed: false,
                stragglers: 0,
                waiting: 0,
                sleepers: 0,
                task: None,
                helping: 0,
            }),
            changed: Condvar::new(),
            news: AtomicUsize::new(0),
            looks,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all who wait that something has changed.
    fn tell(&self, state: &State) {
        self.news.fetch_add(1, Ordering::Release);
        if state.sleepers > 0 {
            self.changed.notify_all();
        }
    }

    /// Waits until something has changed: at first by looking again and again.
    fn wait<'a>(&'a self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let before = self.news.load(Ordering::Relaxed);
        drop(state);
        spin(self.looks, || self.news.load(Ordering::Acquire) != before);
        let mut state = self.state();
        if self.news.load(Ordering::Relaxed) == before {
            state.sleepers += 1;
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.sleepers -= 1;
        }
        state
    }

    /// Comes through the door: the worker of a number runs from now on. While the door is closed it
    /// helps.
    pub fn enter(&self, number: usize) {
        let mut state = self.state();
        let mut has_helped = false;
        state.waiting += 1;
        while state.is_closed {
            match state.task.filter(|_| !has_helped) {
                Some(task) => {
                    state = self.help(number, state, task);
                    has_helped = true;
                }
                None => {
                    has_helped &= state.task.is_some();
                    state = self.wait(state);
                }
            }
        }
        state.waiting -= 1;
        state.running += 1;
    }

    /// How many wait at the closed door, and can help.
    pub fn waiting(&self) -> usize {
        self.state().waiting
    }

    fn help<'a>(
        &'a self,
        number: usize,
        mut state: MutexGuard<'a, State>,
        task: &'static Task<'static>,
    ) -> MutexGuard<'a, State> {
        state.helping += 1;
        drop(state);
        task(number);
        let mut state = self.state();
        state.helping -= 1;
        if state.helping == 0 {
            self.tell(&state);
        }
        state
    }

    /// The worker does not run any more until it [enters](Self::enter) again.
    pub fn leave(&self) {
        let mut state = self.state();
        state.running -= 1;
        state.arrived();
        if state.is_closed {
            self.tell(&state);
        }
    }

    /// At a safe point, after somebody asked for it: waits while the door is closed. False: it was open.
    pub fn pause(&self, number: usize) -> bool {
        let mut state = self.state();
        if !state.is_closed {
            state.arrived();
            return false;
        }
        drop(state);
        self.leave();
        self.enter(number);
        true
    }

    /// At a safe point: does something while no other worker runs. `ask` has all others come to their
    /// safe points. None: another worker did so meanwhile, and this one has waited for it.
    pub fn alone<R>(
        &self,
        number: usize,
        ask: impl FnOnce(),
        work: impl FnOnce() -> R,
    ) -> Option<R> {
        self.close(number, true).ok()?;
        ask();
        let mut state = self.state();
        while state.running > 1 {
            state = self.wait(state);
        }
        drop(state);
        let answer = work();
        self.open();
        Some(answer)
    }

    /// The same, unless that takes too long: `is_patient` is asked as long as others run.
    pub fn alone_soon<R>(
        &self,
        number: usize,
        ask: impl FnOnce(),
        mut is_patient: impl FnMut() -> bool,
        work: impl FnOnce() -> R,
    ) -> Result<R, Refused> {
        self.close(number, false)?;
        ask();
        while self.state().running > 1 {
            if !is_patient() && self.give_up() {
                return Err(Refused::Late);
            }
        }
        // The door is closed and nobody else runs, so nobody begins to.
        let answer = work();
        self.open();
        Ok(answer)
    }

    /// How many have not come to a safe point since somebody gave up waiting for them.
    pub fn stragglers(&self) -> usize {
        self.state().stragglers
    }

    /// Closes the door, also where there are stragglers if that is `urgent`.
    fn close(&self, number: usize, urgent: bool) -> Result<(), Refused> {
        let mut state = self.state();
        if state.is_closed {
            drop(state);
            self.pause(number);
            return Err(Refused::Other);
        }
        if state.stragglers > 0 && !urgent {
            return Err(Refused::Late);
        }
        state.stragglers = 0;
        state.is_closed = true;
        Ok(())
    }

    /// Opens the door if somebody still runs.
    fn give_up(&self) -> bool {
        let mut state = self.state();
        let has_stragglers = state.running > 1;
        if has_stragglers {
            state.stragglers = state.running - 1;
            state.is_closed = false;
            self.tell(&state);
        }
        has_stragglers
    }

    fn open(&self) {
        let mut state = self.state();
        state.is_closed = false;
        self.tell(&state);
    }

    /// Does a task on the calling thread, which is alone, and on those who wait, each once, with their
    /// numbers. Comes back when all have done with it.
    pub fn share(&self, number: usize, task: &Task<'_>) {
        // SAFETY: nobody begins with the task after it is taken back here, and all have done with it
        // before this function ends.
        let lasting = unsafe { std::mem::transmute::<&Task<'_>, &'static Task<'static>>(task) };
        {
            let mut state = self.state();
            state.task = Some(lasting);
            self.tell(&state);
        }
        task(number);
        let mut state = self.state();
        state.task = None;
        while state.helping > 0 {
            state = self.wait(state);
        }
    }
}
