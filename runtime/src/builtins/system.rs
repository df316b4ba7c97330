//! What a program can ask of the runtime about itself.

use super::entry::builtins;
use super::processes::world;
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
static LAST_TURNS: AtomicI64 = AtomicI64::new(0);
static LAST_EXACT_TURNS: AtomicI64 = AtomicI64::new(0);

/// `#(total since-the-last-question)` in milliseconds.
fn totals(ctx: &mut Context, total: i64, last: &AtomicI64) -> Answer {
    let before = last.swap(total, Ordering::Relaxed);
    Ok(heap::tuple(ctx, &[total, total - before].map(Word::fixnum)))
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
            let turns = world(ctx)?.turns() as i64;
            totals(ctx, turns, &LAST_TURNS)
        }
        Some("exact_reductions") => {
            let turns = world(ctx)?.turns() as i64;
            totals(ctx, turns, &LAST_EXACT_TURNS)
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
