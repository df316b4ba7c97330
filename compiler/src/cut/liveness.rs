//! Which joins become pieces, and which variables are needed after each call.

use crate::middle::ir::*;
use std::collections::{BTreeSet, HashMap, HashSet};

pub type Live = BTreeSet<Var>;

/// What the split needs to know of a function.
#[derive(Default)]
pub struct Liveness {
    /// Joins jumped to from a piece other than the one they stand in.
    pub shared: HashSet<JoinId>,
    /// By the variable that a call's result goes to: what is read after it.
    pub after_call: HashMap<Var, Live>,
    /// What a join's body reads, its parameters left out.
    pub join: HashMap<JoinId, Live>,
}

pub fn analyse(body: &Block) -> Liveness {
    let mut liveness = Liveness {
        shared: shared_joins(body),
        ..Liveness::default()
    };
    liveness.block(body);
    liveness
}

/// A shared join's body is a piece of its own, which may make the joins it jumps to shared: repeated
/// until nothing changes.
fn shared_joins(body: &Block) -> HashSet<JoinId> {
    let mut shared = HashSet::new();
    loop {
        let mut walk = Pieces {
            shared,
            piece: 0,
            pieces: 1,
            home: HashMap::new(),
            changed: false,
        };
        walk.block(body);
        shared = walk.shared;
        if !walk.changed {
            return shared;
        }
    }
}

struct Pieces {
    shared: HashSet<JoinId>,
    piece: u32,
    pieces: u32,
    home: HashMap<JoinId, u32>,
    changed: bool,
}

impl Pieces {
    fn new_piece(&mut self) {
        self.piece = self.pieces;
        self.pieces += 1;
    }

    fn nested(&mut self, block: &Block, is_piece: bool) {
        let piece = self.piece;
        if is_piece {
            self.new_piece();
        }
        self.block(block);
        self.piece = piece;
    }

    fn block(&mut self, block: &Block) {
        let outer = self.piece;
        for statement in &block.statements {
            match statement {
                Statement::Define(_, Operation::Call(..), _) => self.new_piece(),
                Statement::Define(..) => {}
                Statement::Join(join, _, body) => {
                    self.home.insert(*join, self.piece);
                    self.nested(body, self.shared.contains(join));
                }
            }
        }
        match &block.end {
            End::Jump(join, _) if self.home.get(join) != Some(&self.piece) => {
                self.changed |= self.shared.insert(*join);
            }
            End::If(_, yes, no) => {
                self.nested(yes, false);
                self.nested(no, false);
            }
            End::Protect(protect) => {
                self.nested(&protect.normal, true);
                self.nested(&protect.handler, true);
            }
            _ => {}
        }
        self.piece = outer;
    }
}

impl Liveness {
    /// What a block reads of variables defined outside it.
    fn block(&mut self, block: &Block) -> Live {
        for statement in &block.statements {
            if let Statement::Join(join, parameters, body) = statement {
                let mut live = self.block(body);
                parameters.iter().for_each(|parameter| {
                    live.remove(parameter);
                });
                self.join.insert(*join, live);
            }
        }
        let mut live = self.end(&block.end);
        for statement in block.statements.iter().rev() {
            match statement {
                Statement::Define(var, operation, _) => {
                    live.remove(var);
                    if let Operation::Call(..) = operation {
                        self.after_call.insert(*var, live.clone());
                    }
                    operation.each_var(&mut |read| {
                        live.insert(read);
                    });
                }
                Statement::Join(join, ..) => {
                    // A shared join's needs travel with the jumps to it.
                    if !self.shared.contains(join) {
                        live.extend(self.join[join].iter().copied());
                    }
                }
            }
        }
        live
    }

    fn end(&mut self, end: &End) -> Live {
        let mut live = Live::new();
        match end {
            End::If(_, yes, no) => {
                live.extend(self.block(yes));
                live.extend(self.block(no));
            }
            End::Protect(protect) => {
                let mut after = self.block(&protect.normal);
                after.remove(&protect.result);
                let mut handler = self.block(&protect.handler);
                protect.caught.iter().for_each(|var| {
                    handler.remove(var);
                });
                after.extend(handler);
                self.after_call.insert(protect.result, after.clone());
                live.extend(after);
            }
            End::Jump(join, _) if self.shared.contains(join) => {
                if let Some(needs) = self.join.get(join) {
                    live.extend(needs.iter().copied());
                }
            }
            _ => {}
        }
        end.each_var(&mut |read| {
            live.insert(read);
        });
        live
    }
}
