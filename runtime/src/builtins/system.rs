//! What a program can ask of the runtime about itself.

use super::entry::builtins;
use super::process_info::measured;
use super::processes::{own, world};
use super::system_info;
use crate::atom::{self, well_known};
use crate::heap;
use crate::os::{clock, time};
use crate::safepoint;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds at the first question, and at the last one, for what is counted from these.
static FIRST: AtomicI64 = AtomicI64::new(i64::MIN);
static LAST_WALL: AtomicI64 = AtomicI64::new(0);
static LAST_RUN: AtomicI64 = AtomicI64::new(0);
static LAST_REDUCTIONS: AtomicI64 = AtomicI64::new(0);
static LAST_EXACT_REDUCTIONS: AtomicI64 = AtomicI64::new(0);

/// `#(total since-the-last-question)` in milliseconds.
fn totals(ctx: &mut Context, total: i64, last: &AtomicI64) -> Answer {
    let before = last.swap(total, Ordering::Relaxed);
    Ok(heap::tuple(ctx, &[total, total - before].map(Word::fixnum)))
}

/// Those of all processes; of those that run on other workers, up to where these last had their turn.
fn reductions(ctx: &mut Context) -> Result<i64, Failure> {
    let work = measured(ctx)?;
    own(ctx)?.add_reductions(work);
    Ok(world(ctx)?.reductions() as i64)
}

fn statistics(ctx: &mut Context, item: Word) -> Answer {
    match atom::name(item) {
        Some("wall_clock") => {
            let now = time::monotonic() / 1_000_000;
            let unset = FIRST.compare_exchange(i64::MIN, now, Ordering::Relaxed, Ordering::Relaxed);
            let first = unset.map_or_else(|first| first, |_| now);
            totals(ctx, now - first, &LAST_WALL)
        }
        Some("runtime") => {
            let spent = clock::processor_nanoseconds() / 1_000_000;
            totals(ctx, spent as i64, &LAST_RUN)
        }
        Some("reductions") => {
            let total = reductions(ctx)?;
            totals(ctx, total, &LAST_REDUCTIONS)
        }
        Some("exact_reductions") => {
            let total = reductions(ctx)?;
            totals(ctx, total, &LAST_EXACT_REDUCTIONS)
        }
        Some("context_switches") => {
            let turns = world(ctx)?.turns() as i64;
            Ok(heap::tuple(ctx, &[turns, 0].map(Word::fixnum)))
        }
        Some(item) => system_info::scheduler_figure(ctx, item)?.ok_or(Failure::Badarg),
        None => Err(Failure::Badarg),
    }
}

/// Asks for a collection; it happens at the next poll.
fn garbage_collect(ctx: &mut Context) -> Answer {
    safepoint::request(ctx, safepoint::COLLECT);
    Ok(well_known::TRUE.get())
}

builtins! {
    /// `statistics(item)`
    alate_statistics(item) = statistics;
    /// `garbage_collect()`
    alate_garbage_collect() = garbage_collect;
}
