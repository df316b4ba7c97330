//! A mock mutator: builds heap objects and, beside them, the same values in Rust's own memory.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use alate_abi::context::Context;
use alate_abi::layout::*;
use alate_abi::word::*;

use crate::heap::roots::{Roots, SharedRoots, Visit};
use crate::heap::{Heap, Helpers, Kind, Options, Room, allocate, new_buffer};

/// A value as the mutator remembers it.
pub enum Value {
    /// A word that is its own value, or points to static data.
    Word(u64),
    Cons(Rc<Value>, RefCell<Rc<Value>>),
    /// An object of scanned words: tag, header, words.
    Scanned(u64, u64, Vec<Rc<Value>>),
    /// An object of raw words.
    Raw(u64, Vec<u64>),
    /// A buffer object and the bytes of its buffer.
    Buffer(Vec<u8>),
}

impl Drop for Value {
    /// Takes long lists apart without recursion.
    fn drop(&mut self) {
        let Value::Cons(_, tail) = self else { return };
        let nil = Rc::new(Value::Word(NIL));
        let mut next = tail.replace(nil.clone());
        while let Ok(value) = Rc::try_unwrap(next) {
            match &value {
                Value::Cons(_, tail) => next = tail.replace(nil.clone()),
                _ => break,
            }
        }
    }
}

/// A heap with one worker whose roots are a vector, and what should be in them.
pub struct Mutator {
    pub heap: &'static Heap,
    pub context: Box<Context>,
    pub words: Vec<u64>,
    pub values: Vec<Rc<Value>>,
    /// Buffers made.
    pub buffers: u64,
    /// How many threads collect.
    pub threads: usize,
}

/// Words in a row: where they begin, and how many.
struct Words(*mut u64, usize);

/// So many words are a part of them.
const PART: usize = 3;

// SAFETY: threads visit different parts.
unsafe impl Sync for Words {}

impl Words {
    fn of(words: &mut [u64]) -> Words {
        Words(words.as_mut_ptr(), words.len())
    }
}

// SAFETY: the mutator keeps words of live objects only.
unsafe impl Roots for Words {
    fn young(&mut self, visit: &mut Visit) {
        self.all(visit);
    }

    fn all(&mut self, visit: &mut Visit) {
        visit(self.0, self.1);
    }

    fn shared(&self) -> Option<&dyn SharedRoots> {
        Some(self)
    }
}

// SAFETY: as above.
unsafe impl SharedRoots for Words {
    fn parts(&self) -> usize {
        self.1.div_ceil(PART)
    }

    fn first_part_of(&self, number: usize) -> usize {
        number
    }

    fn all_parts(&self) -> usize {
        self.parts()
    }

    fn all_part(&self, part: usize, visit: &mut Visit) {
        let first = part * PART;
        visit(self.0.wrapping_add(first), PART.min(self.1 - first));
    }

    fn young_part(&self, part: usize, visit: &mut Visit) {
        self.all_part(part, visit);
    }
}

/// So many threads collect.
struct Crew(usize);

impl Helpers for Crew {
    fn most(&self) -> usize {
        self.0
    }

    fn own_number(&self) -> usize {
        self.0 - 1
    }

    fn run(&self, task: &(dyn Fn(usize) + Sync)) {
        std::thread::scope(|scope| {
            for number in 0..self.own_number() {
                scope.spawn(move || task(number));
            }
            task(self.own_number());
        });
    }
}

/// Options for small heaps that check themselves.
pub fn checked() -> Options {
    Options {
        reserve: 256 << 20,
        limit: 128 << 20,
        nursery: 256 << 10,
        verify: true,
        ..Options::default()
    }
}

impl Mutator {
    pub fn new(options: Options) -> Mutator {
        let heap: &'static Heap = Box::leak(Box::new(Heap::new(options).unwrap()));
        let mut context = Box::new(Context::new());
        context.heap = std::ptr::from_ref(heap) as u64;
        Mutator {
            heap,
            context,
            words: Vec::new(),
            values: Vec::new(),
            buffers: 0,
            threads: 1,
        }
    }

    pub fn push(&mut self, word: u64, value: Value) {
        self.words.push(word);
        self.values.push(Rc::new(value));
    }

    fn allocate(&mut self, words: usize) -> *mut u64 {
        // SAFETY: the context is this mutator's; callers fill the words at once.
        unsafe { allocate(&raw mut *self.context, words) }
    }

    /// A root by any number, or nil where there is none.
    fn pick(&self, index: usize) -> (u64, Rc<Value>) {
        if self.words.is_empty() {
            return (NIL, Rc::new(Value::Word(NIL)));
        }
        let index = index % self.words.len();
        (self.words[index], self.values[index].clone())
    }

    pub fn immediate(&mut self, word: u64) {
        self.push(word, Value::Word(word));
    }

    pub fn cons(&mut self, car: usize, cdr: usize) {
        let ((car, car_value), (cdr, cdr_value)) = (self.pick(car), self.pick(cdr));
        let cell = self.allocate(2);
        // SAFETY: room for two words.
        unsafe {
            *cell = car;
            *cell.add(1) = cdr;
        }
        let value = Value::Cons(car_value, RefCell::new(cdr_value));
        self.push(cell as u64 | TAG_CONS, value);
    }

    /// A cell whose tail is to be filled later.
    pub fn hole(&mut self, car: usize) {
        let (car, value) = self.pick(car);
        let cell = self.allocate(2);
        // SAFETY: room for two words.
        unsafe {
            *cell = car;
            *cell.add(1) = HOLE;
        }
        let tail = RefCell::new(Rc::new(Value::Word(HOLE)));
        self.push(cell as u64 | TAG_CONS, Value::Cons(value, tail));
    }

    /// Fills the hole of a root, if it has one, as compiled code does.
    pub fn fill(&mut self, hole: usize, with: usize) {
        let ((word, value), (with, with_value)) = (self.pick(hole), self.pick(with));
        if let Value::Cons(_, tail) = &*value
            && word & TAG_MASK == TAG_CONS
            && matches!(**tail.borrow(), Value::Word(HOLE))
        {
            // SAFETY: the word is a live cell.
            unsafe { *((word - TAG_CONS) as *mut u64).add(1) = with };
            *tail.borrow_mut() = with_value;
        }
    }

    /// A list of `length` small integers before a root.
    pub fn list(&mut self, length: usize, tail: usize) {
        let (word, value) = self.pick(tail);
        self.push(word, Value::Word(NIL));
        let last = self.values.len() - 1;
        self.values[last] = value;
        for number in 0..length {
            self.immediate(fixnum(number as i64));
            let top = self.words.len() - 1;
            self.cons(top, top - 1);
            let (word, value) = (self.words.pop(), self.values.pop());
            self.words.truncate(top - 1);
            self.values.truncate(top - 1);
            self.words.extend(word);
            self.values.extend(value);
        }
    }

    /// An object of scanned words, from roots; `before` are words of its own put first.
    pub fn scanned(&mut self, kind: u8, before: &[u64], picks: &[usize]) {
        let mut values: Vec<_> = before.iter().map(|&w| Rc::new(Value::Word(w))).collect();
        let mut words = before.to_vec();
        for &index in picks {
            let (word, value) = self.pick(index);
            words.push(word);
            values.push(value);
        }
        let tag = if kind == KIND_TUPLE {
            TAG_TUPLE
        } else {
            TAG_BOXED
        };
        let head = header(kind, 0, words.len() as u64);
        let object = self.allocate(words.len() + 1);
        // SAFETY: room for header and words.
        unsafe {
            *object = head;
            for (index, &word) in words.iter().enumerate() {
                *object.add(index + 1) = word;
            }
        }
        self.push(object as u64 | tag, Value::Scanned(tag, head, values));
    }

    /// An object of raw words.
    pub fn raw(&mut self, kind: u8, words: &[u64]) {
        let head = header(kind, 0, words.len() as u64);
        let object = self.allocate(words.len() + 1);
        // SAFETY: room for header and words.
        unsafe {
            *object = head;
            for (index, &word) in words.iter().enumerate() {
                *object.add(index + 1) = word;
            }
        }
        self.push(object as u64 | TAG_BOXED, Value::Raw(head, words.to_vec()));
    }

    /// A buffer object with a buffer of its own.
    pub fn buffer(&mut self, bytes: &[u8]) {
        // SAFETY: the context is this mutator's.
        let buffer = unsafe { new_buffer(&raw mut *self.context, bytes.len()) };
        assert!(!buffer.is_null());
        self.buffers += 1;
        // SAFETY: the buffer has room for the bytes.
        unsafe {
            let data = buffer.cast::<u8>().add(BUFFER_DATA);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len());
            (*buffer)
                .used
                .store(bytes.len() as u64, std::sync::atomic::Ordering::Relaxed);
        }
        self.raw(KIND_BUFFER, &[bytes.len() as u64, buffer as u64]);
        let last = self.values.len() - 1;
        self.values[last] = Rc::new(Value::Buffer(bytes.to_vec()));
    }

    /// A slice of a root that has bytes, if it has.
    pub fn slice(&mut self, of: usize) {
        let (word, value) = self.pick(of);
        let bytes = match &*value {
            Value::Buffer(bytes) => bytes.len() as i64,
            Value::Raw(head, _) if header_kind(*head) == KIND_BINARY => 0,
            _ => return,
        };
        self.push(word, Value::Word(NIL));
        let last = self.values.len() - 1;
        self.values[last] = value;
        self.scanned(KIND_SLICE, &[], &[last]);
        // The object was just made: extend it by making it anew with its numbers.
        self.words.pop();
        self.values.pop();
        let base = self.words.pop();
        let base_value = self.values.pop();
        let (Some(base), Some(base_value)) = (base, base_value) else {
            return;
        };
        let head = header(KIND_SLICE, 0, 3);
        let object = self.allocate(4);
        let parts = [base, fixnum(0), fixnum(bytes * 8)];
        // SAFETY: room for header and words.
        unsafe {
            *object = head;
            for (index, &word) in parts.iter().enumerate() {
                *object.add(index + 1) = word;
            }
        }
        let values = vec![
            base_value,
            Rc::new(Value::Word(parts[1])),
            Rc::new(Value::Word(parts[2])),
        ];
        self.push(
            object as u64 | TAG_BOXED,
            Value::Scanned(TAG_BOXED, head, values),
        );
    }

    pub fn drop_root(&mut self, index: usize) {
        if !self.words.is_empty() {
            let index = index % self.words.len();
            self.words.swap_remove(index);
            self.values.swap_remove(index);
        }
    }

    pub fn collect(&mut self, kind: Kind) -> Room {
        let mut roots = Words::of(&mut self.words);
        // SAFETY: one worker, which stands here; its roots are these.
        unsafe {
            self.heap.collect(
                kind,
                &[&raw mut *self.context],
                &mut roots,
                &Crew(self.threads),
            )
        }
    }

    pub fn verify(&mut self) -> Result<(), String> {
        let mut roots = Words::of(&mut self.words);
        // SAFETY: as above; called after a collection.
        unsafe { self.heap.verify(&mut roots) }
    }

    /// Compares the heap with the model: same values, and the same sharing, unless several threads
    /// have copied.
    pub fn compare(&self) {
        let mut known: HashMap<*const Value, u64> = HashMap::new();
        let mut work: Vec<(u64, Rc<Value>)> = self
            .words
            .iter()
            .copied()
            .zip(self.values.iter().cloned())
            .collect();
        while let Some((word, value)) = work.pop() {
            if let Value::Word(expected) = &*value {
                assert_eq!(word, *expected);
                continue;
            }
            if let Some(&before) = known.get(&Rc::as_ptr(&value))
                && (self.threads == 1 || word == before)
            {
                assert_eq!(word, before, "an object was copied twice");
                continue;
            }
            known.insert(Rc::as_ptr(&value), word);
            let start = (word & !TAG_MASK) as *const u64;
            // SAFETY: if the heap is right, the word points to an object of this kind.
            unsafe {
                match &*value {
                    Value::Word(_) => unreachable!(),
                    Value::Cons(car, cdr) => {
                        assert_eq!(word & TAG_MASK, TAG_CONS);
                        work.push((*start, car.clone()));
                        work.push((*start.add(1), cdr.borrow().clone()));
                    }
                    Value::Scanned(tag, head, values) => {
                        assert_eq!(word & TAG_MASK, *tag);
                        assert_eq!(*start, *head);
                        for (index, value) in values.iter().enumerate() {
                            work.push((*start.add(index + 1), value.clone()));
                        }
                    }
                    Value::Raw(head, words) => {
                        assert_eq!(*start, *head);
                        let found = std::slice::from_raw_parts(start.add(1), words.len());
                        assert_eq!(found, words);
                    }
                    Value::Buffer(bytes) => {
                        assert_eq!(header_kind(*start), KIND_BUFFER);
                        let data = (*start.add(BUFFER_ADDRESS) as *const u8).add(BUFFER_DATA);
                        let found = std::slice::from_raw_parts(data, bytes.len());
                        assert_eq!(found, bytes);
                    }
                }
            }
        }
    }
}
