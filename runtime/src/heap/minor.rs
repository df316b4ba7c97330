//! The minor collection: copies what is reachable out of the nursery into the old generation.
//!
//! Survivors are promoted at once, so nothing young is left afterwards: no ages, no remembered sets
//! beyond [`recorded`](super::recorded). Copies go into free runs of lines; what was copied but not
//! scanned yet is what lies between a lane's `scan` and `cursor`, and the runs in `pending` (Cheney's
//! algorithm over runs). A list is copied along its tail, so that its cells come to lie side by side.
//!
//! A moved object's first word is a forward immediate that holds the new tagged word. The workers that
//! wait for the collection to be over help with it: see [`copier`](super::copier).

use std::sync::{Mutex, PoisonError};

use crate::heap::Spaces;
use crate::heap::blocks::{Blocks, Lanes};
use crate::heap::copier::{Copier, Run};
use crate::heap::gang::{Gang, Helpers};
use crate::heap::range::Range;
use crate::heap::roots::{Roots, SharedRoots};

/// What a minor collection did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Bytes copied into the old generation.
    pub copied: u64,
    /// Bytes of large objects and buffers that became old.
    pub promoted_outside: u64,
}

/// Collects the nursery.
///
/// # Safety
/// No worker runs Lisp or runtime code but those that help here, and `roots` visits all words outside
/// the heap that may point to young objects.
pub unsafe fn collect(
    range: &Range,
    spaces: &mut Spaces,
    roots: &mut dyn Roots,
    helpers: &dyn Helpers,
    poison: bool,
) -> Outcome {
    let recorded = spaces.recorded.take();
    // SAFETY: the caller's contract.
    let (copied, holes) = unsafe {
        match roots.shared().filter(|_| helpers.most() > 1) {
            Some(shared) => together(range, &mut spaces.blocks, shared, &recorded, helpers),
            None => alone(
                helpers.own_number(),
                range,
                &mut spaces.blocks,
                roots,
                &recorded,
            ),
        }
    };
    for hole in holes {
        spaces.recorded.push(hole);
    }
    spaces.recorded.recycle(recorded);
    let promoted_outside = spaces.large.end_minor(range, poison) + spaces.buffers.end_minor();
    Outcome {
        copied,
        promoted_outside,
    }
}

/// The calling thread, of a number, collects. Answers the bytes copied, and where holes are.
unsafe fn alone(
    number: usize,
    range: &Range,
    blocks: &mut Blocks,
    roots: &mut dyn Roots,
    recorded: &[u64],
) -> (u64, Vec<*mut u64>) {
    let lanes = blocks.lanes(number);
    let shared_blocks = Mutex::new(&mut *blocks);
    let gang = Gang::new(0);
    gang.join();
    let mut copier = Copier::<false>::new(range, &shared_blocks, &gang, lanes);
    // SAFETY: the caller's contract: roots and recorded words are valid tagged words.
    unsafe {
        roots.young(&mut |start, count| copier.scan_roots(start, count));
        for &slot in recorded {
            copier.scan(slot as *mut u64, (slot as *mut u64).add(1));
        }
        copier.drain();
    }
    let (lanes, copied, holes) = copier.finish();
    blocks.set_lanes(number, lanes);
    (copied, holes)
}

/// What one of several threads has done.
struct Share {
    number: usize,
    lanes: Lanes,
    copied: u64,
    holes: Vec<*mut u64>,
}

// SAFETY: the addresses of holes are looked at when all threads are done.
unsafe impl Send for Share {}

/// The calling thread collects with all who help.
unsafe fn together(
    range: &Range,
    blocks: &mut Blocks,
    roots: &dyn SharedRoots,
    recorded: &[u64],
    helpers: &dyn Helpers,
) -> (u64, Vec<*mut u64>) {
    let shares: Mutex<Vec<Share>> = Mutex::default();
    {
        let blocks = Mutex::new(&mut *blocks);
        let gang: Gang<Run> = Gang::new(roots.parts());
        // Nobody finds all done before the calling thread, which has the recorded words, is.
        gang.join();
        let own_number = helpers.own_number();
        helpers.run(&|number| {
            let is_own = number == own_number;
            if !is_own && !gang.join() {
                return;
            }
            let lanes = blocks
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .lanes(number);
            let mut copier = Copier::<true>::new(range, &blocks, &gang, lanes);
            // SAFETY: the caller's contract; each part is visited by one thread.
            unsafe {
                if is_own {
                    for &slot in recorded {
                        copier.scan(slot as *mut u64, (slot as *mut u64).add(1));
                    }
                }
                for part in gang.parts_from(roots.first_part_of(number)) {
                    roots.young_part(part, &mut |start, count| copier.scan_roots(start, count));
                }
                copier.drain();
            }
            let (lanes, copied, holes) = copier.finish();
            let share = Share {
                number,
                lanes,
                copied,
                holes,
            };
            shares
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(share);
        });
    }
    let mut outcome = (0, Vec::new());
    for share in shares.into_inner().unwrap_or_else(PoisonError::into_inner) {
        blocks.set_lanes(share.number, share.lanes);
        outcome.0 += share.copied;
        outcome.1.extend(share.holes);
    }
    outcome
}
