//! What a program in which the runtime runs, such as the compiler, asks of a Lisp process, and the other
//! way round: bytes, for threads that are no workers touch no words.
//!
//! ```text
//!  host's threads                                      Lisp processes
//!  request(number) ─▶ message #(Reference Binary) ────▶ the one that serves, which begins another
//!  next_event ◀────── a question of that number ◀────── that one, if it needs the host
//!             ╰─ answer ─▶ message #(Reference Binary) ─▶
//!  next_event ◀────── the result of that number ◀────── it, or the one that serves if it failed
//!  next_question ◀─── a question of the number 0 ◀────── any process
//!             ╰─ answer ─▶ message #(Reference Binary) ─▶
//! ```

use crate::os::input::Asker;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the program has to say to its host.
#[derive(PartialEq, Eq, Debug)]
pub enum Event {
    /// The result of a request.
    Result(Vec<u8>),
    /// A question, and who waits for its answer.
    Question(Asker, Vec<u8>),
}

#[derive(Default)]
struct State {
    /// The process that serves, while it waits for a request.
    server: Option<Asker>,
    /// Requests that nobody has taken.
    requests: VecDeque<Vec<u8>>,
    /// What is to become messages.
    mail: VecDeque<(Asker, Vec<u8>)>,
    /// By the number of the request.
    events: BTreeMap<u64, VecDeque<Event>>,
    last_number: u64,
}

/// What this program is to the one that it runs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Role {
    /// There is none.
    Alone,
    /// The other one is what the user has started: this one must not end it.
    Guest,
    /// What the user has started; the other one attends to signals.
    Shell,
    /// What the user has started; the other one answers questions.
    Program,
}

/// The number of questions that belong to no request.
const NO_REQUEST: u64 = 0;

/// The host of this program.
pub struct Host {
    role: AtomicU8,
    state: Mutex<State>,
    happened: Condvar,
}

/// There is one host, or none.
pub static HOST: Host = Host {
    role: AtomicU8::new(Role::Alone as u8),
    state: Mutex::new(State {
        server: None,
        requests: VecDeque::new(),
        mail: VecDeque::new(),
        events: BTreeMap::new(),
        last_number: 0,
    }),
    happened: Condvar::new(),
};

impl Host {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock panics half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program runs inside another from now on.
    pub fn settle(&self, role: Role) {
        self.state().events.entry(NO_REQUEST).or_default();
        self.role.store(role as u8, Ordering::Relaxed);
    }

    fn is(&self, role: Role) -> bool {
        self.role.load(Ordering::Relaxed) == role as u8
    }

    /// Whether the program may end the process that it runs in.
    pub fn may_end(&self) -> bool {
        !self.is(Role::Guest)
    }

    /// Whether signals are the business of this program.
    pub fn has_signals(&self) -> bool {
        self.is(Role::Alone) || self.is(Role::Program)
    }

    /// Waits for a question that belongs to no request.
    pub fn next_question(&self) -> (Asker, Vec<u8>) {
        loop {
            if let Event::Question(asker, bytes) = self.next_event(NO_REQUEST) {
                return (asker, bytes);
            }
        }
    }

    /// Whether the program runs inside another.
    pub fn is_there(&self) -> bool {
        !self.is(Role::Alone)
    }

    /// Asks the process that serves; the caller knocks. Answers the number of the request, which comes
    /// before its bytes, in eight, the highest first.
    pub fn request(&self, bytes: &[u8]) -> u64 {
        let mut state = self.state();
        state.last_number += 1;
        let number = state.last_number;
        let mut request = number.to_be_bytes().to_vec();
        request.extend_from_slice(bytes);
        state.requests.push_back(request);
        state.events.insert(number, VecDeque::new());
        state.match_server();
        number
    }

    /// Answers a question; the caller knocks.
    pub fn answer(&self, asker: Asker, bytes: Vec<u8>) {
        self.state().mail.push_back((asker, bytes));
    }

    /// Waits for what comes next of a request. After its result there is nothing more.
    pub fn next_event(&self, number: u64) -> Event {
        let mut state = self.state();
        loop {
            let event = state.events.get_mut(&number).and_then(VecDeque::pop_front);
            match event {
                Some(Event::Result(bytes)) => {
                    state.events.remove(&number);
                    return Event::Result(bytes);
                }
                Some(event) => return event,
                None => {
                    let waited = self.happened.wait(state);
                    state = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// The process that serves waits for a request. True: there is one, and the caller knocks.
    pub fn serve(&self, asker: Asker) -> bool {
        let mut state = self.state();
        state.server = Some(asker);
        state.match_server()
    }

    /// Tells the host about a request. False: it has its result already.
    pub fn tell(&self, number: u64, event: Event) -> bool {
        let mut state = self.state();
        let Some(events) = state.events.get_mut(&number) else {
            return false;
        };
        events.push_back(event);
        self.happened.notify_all();
        true
    }

    /// What is to become a message next.
    pub fn next_mail(&self) -> Option<(Asker, Vec<u8>)> {
        match self.is_there() {
            true => self.state().mail.pop_front(),
            false => None,
        }
    }
}

impl State {
    fn match_server(&mut self) -> bool {
        if self.server.is_none() || self.requests.is_empty() {
            return false;
        }
        let request = self.requests.pop_front();
        self.mail.extend(self.server.take().zip(request));
        true
    }
}
