//! Tables as roots of collections.

use super::registry::Tables;
use crate::heap::roots::{Roots, Visit};
use std::sync::PoisonError;

impl Tables {
    /// After a collection: nothing here is young.
    pub fn settle(&self) {
        let changed = self.changed.lock();
        for table in changed.unwrap_or_else(PoisonError::into_inner).drain(..) {
            let state = table.state.write();
            state.unwrap_or_else(PoisonError::into_inner).settle();
        }
    }
}

// SAFETY: slots hold terms that were arguments of builtins, or the empty list; no worker runs during
// a collection, so all locks are free.
unsafe impl Roots for &Tables {
    fn young(&mut self, visit: &mut Visit) {
        let changed = self.changed.lock();
        for table in changed.unwrap_or_else(PoisonError::into_inner).iter() {
            let state = table.state.write();
            state.unwrap_or_else(PoisonError::into_inner).young(visit);
        }
    }

    fn all(&mut self, visit: &mut Visit) {
        for table in Tables::all(self) {
            table.visit_atoms(visit);
            let state = table.state.write();
            state.unwrap_or_else(PoisonError::into_inner).all(visit);
        }
    }
}
