//! Heads of match specifications: what an object is compared with.
//!
//! A pattern is a list of steps, each of which takes a term from a stack and may push its parts, so
//! that neither compiling nor matching recurses.

use crate::atom;
use crate::map;
use crate::term;
use crate::word::{Kind, Word};
use std::cmp::Ordering;

/// Variables have at most this number.
const LAST_VARIABLE: u64 = 100_000_000;

/// What is done with the term on top of the stack.
#[derive(Debug)]
enum Step {
    Any,
    /// Its value becomes the variable's.
    Bind(u32),
    /// It must be what the variable has.
    Same(u32),
    Constant(Word),
    Tuple(usize),
    Cons,
    /// It must be a map with these keys.
    Map(Vec<Word>),
    Never,
}

/// The head of a clause.
#[derive(Debug)]
pub struct Pattern {
    steps: Vec<Step>,
    /// Numbers of the variables in the order they were met.
    variables: Vec<u64>,
    /// Their indices by number.
    sorted: Vec<u32>,
    /// What the head looks like, for the key.
    head: Word,
}

/// Tuples of the size of `key` that are `==` to it in the first elements.
#[derive(Clone, Copy, Debug)]
pub struct KeyRange {
    key: Word,
    given: usize,
}

impl KeyRange {
    /// Whether a key lies before, in or after the range.
    pub fn order(&self, key: Word) -> Ordering {
        let (Some(ours), Some(theirs)) = (self.key.as_tuple(), key.as_tuple()) else {
            // Terms of different kinds: what is in them does not count.
            return term::compare(key, self.key);
        };
        if theirs.len() != ours.len() {
            return theirs.len().cmp(&ours.len());
        }
        let pairs = theirs.elements().iter().zip(ours.elements());
        pairs
            .take(self.given)
            .map(|(theirs, ours)| term::compare(*theirs, *ours))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// The number of a variable, `$0` to `$100000000`.
pub fn variable(word: Word) -> Option<u64> {
    let digits = atom::name(word)?.strip_prefix('$')?.as_bytes();
    let is_number = !digits.is_empty()
        && digits.len() <= 9
        && digits.iter().all(u8::is_ascii_digit)
        && (digits[0] != b'0' || digits.len() == 1);
    let number = digits.iter().fold(0, |number, digit| {
        number * 10 + u64::from(digit.wrapping_sub(b'0'))
    });
    (is_number && number <= LAST_VARIABLE).then_some(number)
}

fn is_any(word: Word) -> bool {
    atom::name(word) == Some("_")
}

/// Whether a term stands for itself alone in a pattern. Maps do not: they match larger ones.
fn is_ground(term: Word) -> bool {
    let mut work = vec![term];
    while let Some(mut word) = work.pop() {
        while let Some(cell) = word.as_cons() {
            work.push(cell.head());
            word = cell.tail();
        }
        if let Some(tuple) = word.as_tuple() {
            work.extend_from_slice(tuple.elements());
        } else if word.is_map() || word.is_atom() && (is_any(word) || variable(word).is_some()) {
            return false;
        }
    }
    true
}

impl Pattern {
    /// The pattern of a head.
    pub fn compile(head: Word) -> Result<Pattern, String> {
        let mut pattern = Pattern {
            steps: Vec::new(),
            variables: Vec::new(),
            sorted: Vec::new(),
            head,
        };
        if head.is_tuple() || is_any(head) || variable(head).is_some() {
            pattern.steps_of(head)?;
        } else {
            pattern.steps.push(Step::Never);
        }
        let mut sorted: Vec<u32> = (0..pattern.variables.len() as u32).collect();
        sorted.sort_unstable_by_key(|index| pattern.variables[*index as usize]);
        pattern.sorted = sorted;
        Ok(pattern)
    }

    fn steps_of(&mut self, head: Word) -> Result<(), String> {
        // With each term whether it is worth finding out if it is a constant: once an element of the
        // head, or all of it would be looked at again and again.
        let mut work = vec![(head, 0)];
        while let Some((word, depth)) = work.pop() {
            let step = match word.kind() {
                Kind::Atom if is_any(word) => Step::Any,
                Kind::Atom => match variable(word) {
                    Some(number) => self.variable_step(number),
                    None => Step::Constant(word),
                },
                Kind::Tuple | Kind::Cons if depth < 2 && is_ground(word) => Step::Constant(word),
                Kind::Tuple => {
                    let tuple = word.as_tuple();
                    let elements = tuple.as_ref().map_or(&[][..], |tuple| tuple.elements());
                    work.extend(elements.iter().rev().map(|element| (*element, depth + 1)));
                    Step::Tuple(elements.len())
                }
                Kind::Cons => match word.as_cons() {
                    Some(cell) => {
                        work.push((cell.tail(), 2));
                        work.push((cell.head(), 2));
                        Step::Cons
                    }
                    None => Step::Never,
                },
                Kind::FlatMap | Kind::TrieMap => {
                    let pairs = map::pairs(word).unwrap_or_default();
                    if !pairs.iter().all(|pair| is_ground_key(pair.0)) {
                        return Err("Variable found in map key.".to_owned());
                    }
                    work.extend(pairs.iter().rev().map(|pair| (pair.1, 2)));
                    Step::Map(pairs.into_iter().map(|pair| pair.0).collect())
                }
                _ => Step::Constant(word),
            };
            self.steps.push(step);
        }
        Ok(())
    }

    fn variable_step(&mut self, number: u64) -> Step {
        match self.index(number) {
            Some(index) => Step::Same(index),
            None => {
                self.variables.push(number);
                Step::Bind(self.variables.len() as u32 - 1)
            }
        }
    }

    /// Where the value of a variable is.
    pub fn index(&self, number: u64) -> Option<u32> {
        let index = self.variables.iter().position(|other| *other == number);
        index.map(|index| index as u32)
    }

    /// Indices of the variables in the order of their numbers.
    pub fn sorted(&self) -> &[u32] {
        &self.sorted
    }

    /// What the head has as key, if it is a tuple with one.
    pub fn key(&self, position: usize) -> Option<Word> {
        self.head.as_tuple()?.get(position)
    }

    /// The key that an object must have.
    pub fn only_key(&self, position: usize) -> Option<Word> {
        self.key(position).filter(|key| is_ground(*key))
    }

    /// Where the keys of the objects that match lie in the order of terms, if the key is a tuple of
    /// which not everything is given.
    pub fn key_range(&self, position: usize) -> Option<KeyRange> {
        let key = self.key(position)?;
        let elements = key.as_tuple()?;
        let first_open = elements
            .elements()
            .iter()
            .position(|word| !is_ground(*word))?;
        Some(KeyRange {
            key,
            given: first_open,
        })
    }

    /// Whether a term matches; the values of the variables. `work` is room to use.
    pub fn matches(&self, term: Word, values: &mut Vec<Word>, work: &mut Vec<Word>) -> bool {
        values.clear();
        values.resize(self.variables.len(), Word::NIL);
        work.clear();
        work.push(term);
        for step in &self.steps {
            let Some(word) = work.pop() else {
                return false;
            };
            let fits = match step {
                Step::Any => true,
                Step::Bind(index) => {
                    values[*index as usize] = word;
                    true
                }
                Step::Same(index) => term::identical(values[*index as usize], word),
                Step::Constant(constant) => term::identical(*constant, word),
                Step::Tuple(size) => match word.as_tuple() {
                    Some(tuple) if tuple.len() == *size => {
                        work.extend(tuple.elements().iter().rev());
                        true
                    }
                    _ => false,
                },
                Step::Cons => match word.as_cons() {
                    Some(cell) => {
                        work.push(cell.tail());
                        work.push(cell.head());
                        true
                    }
                    None => false,
                },
                Step::Map(keys) => {
                    let found = keys.iter().rev().map(|key| map::get(word, *key));
                    word.is_map()
                        && found
                            .map(|value| value.map(|v| work.push(v)))
                            .all(|v| v.is_some())
                }
                Step::Never => false,
            };
            if !fits {
                return false;
            }
        }
        true
    }
}

/// Whether a map's key holds no variable; maps in it stand for themselves.
fn is_ground_key(key: Word) -> bool {
    let mut work = vec![key];
    while let Some(word) = work.pop() {
        if let Some(cell) = word.as_cons() {
            work.push(cell.tail());
            work.push(cell.head());
        } else if let Some(tuple) = word.as_tuple() {
            work.extend_from_slice(tuple.elements());
        } else if let Ok(pairs) = map::pairs(word) {
            work.extend(pairs.iter().flat_map(|pair| [pair.0, pair.1]));
        } else if is_any(word) || variable(word).is_some() {
            return false;
        }
    }
    true
}
