//! Interning: names come back, equal names are one record; what nobody holds is freed.

use super::table::Table;
use super::*;
use crate::heap::roots::{Roots, Visit};
use crate::heap::{Heap, Kind, NoHelp, Options, Room};
use crate::word::Word;
use std::sync::{Arc, Mutex};

#[test]
fn one_record_for_each_name() {
    let a = intern("alpha").unwrap();
    assert_eq!(a, intern("alpha").unwrap());
    assert_ne!(a, intern("beta").unwrap());
    assert_eq!(name(a), Some("alpha"));
    assert_eq!(lookup("alpha"), Some(a));
    assert_eq!(lookup("never interned"), None);
    assert!(a.is_atom());
}

#[test]
fn names_have_at_most_255_characters() {
    let longest = "é".repeat(255);
    let atom = intern(&longest).unwrap();
    assert_eq!(characters(atom), Some(255));
    assert_eq!(intern(&"é".repeat(256)), Err(Refused::TooLong));
}

#[test]
fn the_table_grows() {
    let words: Vec<_> = (0..5000)
        .map(|i| intern(&format!("grow{i}")).unwrap())
        .collect();
    for (i, word) in words.iter().enumerate() {
        assert_eq!(intern(&format!("grow{i}")), Ok(*word));
    }
}

#[test]
fn threads_agree() {
    let answers: Vec<Vec<u64>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    (0..500)
                        .map(|i| intern(&format!("shared{i}")).unwrap().0)
                        .collect()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|a| *a == answers[0]));
}

#[test]
fn booleans() {
    assert_eq!(name(crate::word::Word::boolean(true)), Some("true"));
    assert_eq!(name(crate::word::Word::boolean(false)), Some("false"));
}

/// A table of its own, whose atoms a heap of its own frees, and the words that are held.
struct Held {
    heap: &'static Heap,
    table: Arc<Mutex<Table>>,
    words: Vec<u64>,
}

// SAFETY: the words are atoms, whose records live as long as they are here.
unsafe impl Roots for Held {
    fn young(&mut self, _visit: &mut Visit) {}
    fn all(&mut self, visit: &mut Visit) {
        visit(self.words.as_mut_ptr(), self.words.len());
    }
}

impl Held {
    fn new(limit: usize) -> Held {
        let options = Options {
            reserve: 1 << 30,
            verify: true,
            ..Options::default()
        };
        let heap: &'static Heap = Box::leak(Box::new(Heap::new(options).unwrap()));
        let mut table = Table::new();
        table.intern("from before", false).unwrap();
        table.collect_with(heap, limit);
        let table = Arc::new(Mutex::new(table));
        let forgets = Arc::clone(&table);
        heap.on_marked(move |heap, used| forgets.lock().unwrap().forget(heap, used.old));
        Held {
            heap,
            table,
            words: Vec::new(),
        }
    }

    fn intern(&self, name: &str) -> Result<Word, Refused> {
        self.table.lock().unwrap().intern(name, false)
    }

    fn lookup(&self, name: &str) -> Option<Word> {
        self.table.lock().unwrap().lookup(name)
    }

    fn collect(&mut self) {
        let heap = self.heap;
        // SAFETY: no worker has this heap; the words are all that is held.
        let room = unsafe { heap.collect(Kind::Major, &[], self, &NoHelp) };
        assert_eq!(room, Room::Enough);
    }
}

/// Names of all lengths up to 255 characters of one to four bytes.
fn name_of(number: usize) -> String {
    let character = ['a', 'é', '→', '𝄞'][number % 4];
    let digits = number.to_string();
    let length = number * 7 % (256 - digits.len());
    digits + &character.to_string().repeat(length)
}

#[test]
fn a_collection_frees_what_nobody_holds() {
    let mut held = Held::new(1 << 20);
    let mut kept = Vec::new();
    let mut most_bytes = 0;
    for round in 0..20 {
        for number in round * 3000..(round + 1) * 3000 {
            let word = held.intern(&name_of(number)).unwrap();
            assert_eq!(name(word), Some(name_of(number).as_str()));
            if number % 41 == 0 {
                kept.push((number, word));
                held.words.push(word.0);
            }
        }
        held.collect();
        for (number, word) in &kept {
            assert_eq!(held.lookup(&name_of(*number)), Some(*word));
            assert_eq!(name(*word), Some(name_of(*number).as_str()));
        }
        let numbers = 0..(round + 1) * 3000;
        let is_there = |number: &usize| held.lookup(&name_of(*number)).is_some();
        assert_eq!(numbers.filter(is_there).count(), kept.len());
        assert!(held.lookup("from before").is_some());
        let (count, bytes) = held.table.lock().unwrap().figures();
        assert_eq!(count, kept.len() + 1);
        most_bytes = most_bytes.max(bytes);
    }
    assert!(most_bytes < 2 << 20, "{most_bytes}");
    held.words.clear();
    held.collect();
    assert_eq!(held.table.lock().unwrap().figures().0, 1);
}

#[test]
fn memory_comes_again_in_records_of_other_lengths() {
    let mut held = Held::new(1 << 20);
    let mut addresses = [u64::MAX, 0];
    for round in 0..64 {
        for number in 0..2000 {
            // One length a round.
            let word = held.intern(&format!("{number:0>width$}", width = 4 + round * 3));
            let address = word.unwrap().0;
            addresses = [addresses[0].min(address), addresses[1].max(address)];
        }
        held.collect();
    }
    // The longest ones take 224 bytes each, and others lie in no other places than these.
    assert!(addresses[1] - addresses[0] < 2000 * 256);
}

#[test]
fn the_table_is_full_of_what_lives() {
    let mut held = Held::new(1600);
    let mut made = 0;
    while let Ok(word) = held.intern(&format!("full{made}")) {
        held.words.push(word.0);
        made += 1;
        if held.table.lock().unwrap().is_due() {
            held.collect();
        }
    }
    assert!((1599..=1700).contains(&made), "{made}");
    assert_eq!(held.intern("one more"), Err(Refused::Full));
    assert!(held.intern("full0").is_ok(), "it is there");
    held.collect();
    assert_eq!(held.intern("one more"), Err(Refused::Full));
    held.words.truncate(1000);
    assert_eq!(held.intern("one more"), Err(Refused::Full), "nobody knows");
    held.collect();
    assert!(held.intern("one more").is_ok());
    assert!(held.lookup("full999").is_some() && held.lookup("full1000").is_none());
}

#[test]
fn a_collection_is_due_before_garbage_fills_the_table() {
    let mut held = Held::new(1600);
    for number in 0..100_000 {
        assert!(held.intern(&format!("garbage{number}")).is_ok());
        if held.table.lock().unwrap().is_due() {
            held.collect();
        }
    }
    // One in a hundred.
    assert!(held.heap.collections().1 <= 1000);
}

#[test]
fn what_code_holds_stays_for_ever() {
    let mut held = Held::new(1 << 20);
    let found = held.intern("found before").unwrap();
    let pin = |held: &Held, name: &str| held.table.lock().unwrap().intern(name, true).unwrap();
    assert_eq!(pin(&held, "found before"), found);
    let made = pin(&held, "made for it");
    for round in 0..3 {
        held.intern(&format!("garbage{round}")).unwrap();
        held.collect();
        assert_eq!(held.lookup("found before"), Some(found));
        assert_eq!(held.lookup("made for it"), Some(made));
        assert_eq!(held.lookup(&format!("garbage{round}")), None);
    }
}
