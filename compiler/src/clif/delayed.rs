//! Loads from objects are made where their word is first read, not where the variable is defined: a
//! pattern takes a tuple apart long before one of several branches reads an element, and a word that
//! waits in a register pushes others out. Objects never change and are moved at polls only, which
//! leave the piece, so a load gives the same word wherever it stands.

use super::function::{PieceBuilder, flags};
use crate::middle::ir::Var;
use cranelift_codegen::ir::{InstBuilder, Value, types::I64};

/// Where the word of a variable lies.
#[derive(Clone, Copy)]
pub(super) struct Delayed {
    /// The object's tagged word.
    pub object: Value,
    pub offset: i32,
}

impl PieceBuilder<'_, '_> {
    /// Defines a variable as the word at a distance from an object.
    pub fn delay_load(&mut self, var: Var, object: Value, offset: i32) {
        self.delayed.insert(var, Delayed { object, offset });
    }

    /// Where a variable lies whose load has not been made.
    pub fn delayed(&self, var: Var) -> Option<Delayed> {
        match self.values.contains_key(&var) {
            true => None,
            false => self.delayed.get(&var).copied(),
        }
    }

    /// A load of its own for one use.
    pub fn load_delayed(&mut self, place: Delayed) -> Value {
        self.b.ins().load(I64, flags(), place.object, place.offset)
    }

    /// Makes the loads of these variables that are not made yet, and the words of those that are
    /// doubles. What is emitted next reads them; it may do so in blocks that do not reach each other.
    pub fn load_all(&mut self, vars: impl IntoIterator<Item = Var>) {
        let mut vars: Vec<Var> = vars.into_iter().collect();
        // The same source gives the same code.
        vars.sort_unstable();
        let mut doubles = Vec::new();
        for var in vars {
            if let Some(place) = self.delayed(var) {
                let value = self.load_delayed(place);
                self.values.insert(var, value);
                self.loads.push(var);
            } else if let Some(double) = self.doubles.get(&var)
                && !self.values.contains_key(&var)
            {
                doubles.push((var, *double));
            }
        }
        let words: Vec<Value> = doubles.iter().map(|(_, double)| *double).collect();
        for ((var, _), word) in doubles.into_iter().zip(self.words_of(&words)) {
            self.values.insert(var, word);
            self.loads.push(var);
        }
    }

    /// To be handed to [`forget_loads`](Self::forget_loads).
    pub fn loads_made(&self) -> usize {
        self.loads.len()
    }

    /// Ends a block: the loads made in it are not made for what is emitted next.
    pub fn forget_loads(&mut self, made: usize) {
        for var in self.loads.drain(made..) {
            self.values.remove(&var);
        }
    }
}
