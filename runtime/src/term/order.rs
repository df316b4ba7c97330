//! Erlang's total order of terms.
//!
//! number < atom < reference < fun < port < pid < tuple < map < nil < list < bitstring. Numbers are
//! ordered by value; *keys* of maps in the exact order, where every integer is before every float.
//! Maps are ordered by size, then by keys in key order, then by values.

use super::sorter::Sorter;
use crate::atom;
use crate::number;
use crate::word::{BitsView, ClosureView, Kind, Word};
use std::cmp::Ordering;

/// The order of two terms. 1 and 1.0 are equal.
#[inline]
pub fn compare(a: Word, b: Word) -> Ordering {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return x.cmp(&y);
    }
    Machine::run(a, b, false)
}

/// The order of two keys of a map: equal only if `=:=`.
#[inline]
pub fn compare_keys(a: Word, b: Word) -> Ordering {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return x.cmp(&y);
    }
    Machine::run(a, b, true)
}

/// Two terms still to be compared.
#[derive(Clone, Copy)]
struct Pair {
    a: Word,
    b: Word,
    exact: bool,
}

/// What is to be done once everything above it on the stack came out equal (or, for `Sort`, came out).
enum Task {
    Pair(Pair),
    /// Words `next .. end` of two objects.
    Fields {
        a: Word,
        b: Word,
        next: usize,
        end: usize,
        exact: bool,
    },
    /// The pairs of two large maps are being sorted by key; the comparison above is the sorter's.
    Sort(Box<Maps>),
    /// The sorted pairs of two large maps: first all keys, then all values.
    Sorted {
        maps: Box<Maps>,
        next: usize,
    },
}

struct Maps {
    left: Sorter,
    right: Sorter,
    left_done: bool,
    exact: bool,
}

struct Machine {
    stack: Vec<Task>,
}

impl Machine {
    fn run(a: Word, b: Word, exact: bool) -> Ordering {
        let mut machine = Machine { stack: Vec::new() };
        let mut pair = Pair { a, b, exact };
        loop {
            let order = machine.step(pair);
            match machine.next(order) {
                Ok(next) => pair = next,
                Err(order) => return order,
            }
        }
    }

    /// The next pair to compare after `order` came out for the last one, or the final answer.
    fn next(&mut self, mut order: Ordering) -> Result<Pair, Ordering> {
        loop {
            let Some(top) = self.stack.last_mut() else {
                return Err(order);
            };
            match top {
                Task::Sort(maps) => {
                    if let Some((a, b)) = maps.feed(order) {
                        return Ok(Pair { a, b, exact: true });
                    }
                    order = Ordering::Equal;
                    if let Some(Task::Sort(maps)) = self.stack.pop() {
                        self.stack.push(Task::Sorted { maps, next: 0 });
                    }
                }
                _ if order != Ordering::Equal => {
                    self.stack.pop();
                }
                Task::Pair(pair) => {
                    let pair = *pair;
                    self.stack.pop();
                    return Ok(pair);
                }
                Task::Fields {
                    a,
                    b,
                    next,
                    end,
                    exact,
                } => {
                    if next == end {
                        self.stack.pop();
                        continue;
                    }
                    // SAFETY: both objects have at least `end` scanned words.
                    let (x, y) = unsafe { (Word(a.field(*next)), Word(b.field(*next))) };
                    *next += 1;
                    let exact = *exact;
                    if next == end {
                        self.stack.pop();
                    }
                    return Ok(Pair { a: x, b: y, exact });
                }
                Task::Sorted { maps, next } => match maps.sorted_pair(*next) {
                    Some(pair) => {
                        *next += 1;
                        return Ok(pair);
                    }
                    None => {
                        self.stack.pop();
                    }
                },
            }
        }
    }

    /// Compares two terms as far as that needs no work list; pushes the rest and answers `Equal`.
    fn step(&mut self, pair: Pair) -> Ordering {
        let Pair {
            mut a,
            mut b,
            exact,
        } = pair;
        // Simple heads of lists are compared in place; below another one, the tails wait.
        while let (Some(x), Some(y)) = (a.as_cons(), b.as_cons()) {
            if a == b {
                return Ordering::Equal;
            }
            match simple(x.head(), y.head(), exact) {
                Some(Ordering::Equal) => {
                    a = x.tail();
                    b = y.tail();
                }
                Some(order) => return order,
                None => {
                    self.stack.push(Task::Pair(Pair {
                        a: x.tail(),
                        b: y.tail(),
                        exact,
                    }));
                    a = x.head();
                    b = y.head();
                }
            }
        }
        if a == b {
            return Ordering::Equal;
        }
        let (kind_a, kind_b) = (a.kind(), b.kind());
        let (rank_a, rank_b) = (rank(kind_a), rank(kind_b));
        if rank_a != rank_b {
            return rank_a.cmp(&rank_b);
        }
        match kind_a {
            Kind::Fixnum | Kind::Bignum | Kind::Float => numbers(a, b, exact),
            Kind::Atom => atom::name(a).cmp(&atom::name(b)),
            Kind::Tuple => {
                let (x, y) = (size(a), size(b));
                self.fields(a, b, 1, x.min(y) + 1, exact, x.cmp(&y))
            }
            Kind::FlatMap | Kind::TrieMap => self.maps(a, b, exact),
            Kind::Bits => match (a.as_bits(), b.as_bits()) {
                (Some(x), Some(y)) => bits(x, y),
                _ => Ordering::Equal,
            },
            Kind::Closure => match (a.as_closure(), b.as_closure()) {
                (Some(x), Some(y)) => self.closures((a, x), (b, y), exact),
                _ => Ordering::Equal,
            },
            // SAFETY: a reference has three raw words.
            Kind::Reference => unsafe {
                (1..=3).map(|i| a.field(i)).cmp((1..=3).map(|i| b.field(i)))
            },
            Kind::Pid | Kind::Port | Kind::Nil | Kind::Cons | Kind::Internal => a.0.cmp(&b.0),
        }
    }

    /// Lets the fields `next .. end` be compared if the sizes are in order.
    fn fields(
        &mut self,
        a: Word,
        b: Word,
        next: usize,
        end: usize,
        exact: bool,
        sizes: Ordering,
    ) -> Ordering {
        if sizes != Ordering::Equal {
            return sizes;
        }
        for index in next..end {
            // SAFETY: the caller's objects have at least `end` scanned words.
            let (x, y) = unsafe { (Word(a.field(index)), Word(b.field(index))) };
            match simple(x, y, exact) {
                Some(Ordering::Equal) => {}
                Some(order) => return order,
                None => {
                    self.stack.push(Task::Fields {
                        a,
                        b,
                        next: index,
                        end,
                        exact,
                    });
                    break;
                }
            }
        }
        Ordering::Equal
    }

    fn maps(&mut self, a: Word, b: Word, exact: bool) -> Ordering {
        let sizes = a.map_size().cmp(&b.map_size());
        if sizes != Ordering::Equal {
            return sizes;
        }
        if let (Some(x), Some(y)) = (a.as_flat_map(), b.as_flat_map()) {
            let count = x.len();
            // All keys come before all values: what lies on the stack first is compared last.
            self.stack.push(Task::Fields {
                a,
                b,
                next: 2,
                end: count + 2,
                exact,
            });
            return self.fields(
                x.keys_tuple(),
                y.keys_tuple(),
                1,
                count + 1,
                true,
                Ordering::Equal,
            );
        }
        if let (Some(x), Some(y)) = (a.map_pairs(), b.map_pairs()) {
            self.stack.push(Task::Sort(Box::new(Maps {
                left: Sorter::new(x.collect()),
                right: Sorter::new(y.collect()),
                left_done: false,
                exact,
            })));
        }
        Ordering::Equal
    }

    /// Functions of a module before those that stand for exported ones.
    fn closures(
        &mut self,
        (a, x): (Word, ClosureView),
        (b, y): (Word, ClosureView),
        exact: bool,
    ) -> Ordering {
        let names =
            |module: u64, function: u64| (atom::name(Word(module)), atom::name(Word(function)));
        match (x.exported(), y.exported()) {
            (Some((m, f, n)), Some((p, g, k))) => {
                names(m.0, f.0).cmp(&names(p.0, g.0)).then(n.cmp(&k))
            }
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (None, None) => {
                let (i, j) = (x.info(), y.info());
                let same = atom::name(Word(i.module))
                    .cmp(&atom::name(Word(j.module)))
                    .then(i.index.cmp(&j.index))
                    .then(i.fingerprint.cmp(&j.fingerprint))
                    .then(x.free().len().cmp(&y.free().len()));
                let first = alate_abi::layout::CLOSURE_FREE;
                self.fields(a, b, first, first + x.free().len(), exact, same)
            }
        }
    }
}

impl Maps {
    /// Gives the order of the last two keys to the sorter at work; answers the next two keys.
    fn feed(&mut self, order: Ordering) -> Option<(Word, Word)> {
        if !self.left_done {
            if let Some(keys) = self.left.feed(order) {
                return Some(keys);
            }
            self.left_done = true;
        }
        self.right.feed(order)
    }

    /// Pair `index` of all keys, then all values.
    fn sorted_pair(&self, index: usize) -> Option<Pair> {
        let (left, right) = (self.left.pairs(), self.right.pairs());
        let count = left.len();
        if index < count {
            Some(Pair {
                a: left[index].0,
                b: right[index].0,
                exact: true,
            })
        } else if index < 2 * count {
            Some(Pair {
                a: left[index - count].1,
                b: right[index - count].1,
                exact: self.exact,
            })
        } else {
            None
        }
    }
}

/// The order of two words if it can be told without looking into lists, tuples and their like.
#[inline]
fn simple(a: Word, b: Word, exact: bool) -> Option<Ordering> {
    if a == b {
        return Some(Ordering::Equal);
    }
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Some(x.cmp(&y));
    }
    if a.is_atom() && b.is_atom() {
        return Some(atom::name(a).cmp(&atom::name(b)));
    }
    if exact || a.is_pointer() || b.is_pointer() {
        return None;
    }
    number::compare(a, b)
}

/// The place of a kind in the order of kinds.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Fixnum | Kind::Bignum | Kind::Float => 0,
        Kind::Atom => 1,
        Kind::Reference => 2,
        Kind::Closure => 3,
        Kind::Port => 4,
        Kind::Pid => 5,
        Kind::Tuple => 6,
        Kind::FlatMap | Kind::TrieMap => 7,
        Kind::Nil => 8,
        Kind::Cons => 9,
        Kind::Bits => 10,
        Kind::Internal => 11,
    }
}

fn size(tuple: Word) -> usize {
    tuple.as_tuple().map_or(0, |view| view.len())
}

/// Numbers by value, or as keys: integers before floats, -0.0 before 0.0.
fn numbers(a: Word, b: Word, exact: bool) -> Ordering {
    if exact {
        let (float_a, float_b) = (a.as_float(), b.as_float());
        let kinds = float_a.is_some().cmp(&float_b.is_some());
        if kinds != Ordering::Equal {
            return kinds;
        }
        if let (Some(x), Some(y)) = (float_a, float_b) {
            return x.total_cmp(&y);
        }
    }
    number::compare(a, b).unwrap_or(Ordering::Equal)
}

/// Bit strings bit by bit; a prefix is less.
fn bits(a: BitsView, b: BitsView) -> Ordering {
    if let (Some(x), Some(y)) = (a.aligned_bytes(), b.aligned_bytes()) {
        return x.cmp(y);
    }
    let common = a.bits().min(b.bits());
    let (x, y) = (a.part(0, common), b.part(0, common));
    (0..common.div_ceil(8))
        .map(|i| x.byte(i))
        .cmp((0..common.div_ceil(8)).map(|i| y.byte(i)))
        .then(a.bits().cmp(&b.bits()))
}
