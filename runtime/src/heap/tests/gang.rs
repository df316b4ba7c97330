//! Threads that share out a tracing.

use crate::heap::gang::Gang;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number stands for a tree of that depth; whoever visits a node gives one half away.
fn visit(gang: &Gang<u32>, depth: u32) -> u64 {
    let mut visited = 1;
    for left in (0..depth).rev() {
        visited += 1;
        if gang.wants_work() {
            gang.give(left);
        } else {
            visited += visit(gang, left);
        }
    }
    visited
}

#[test]
fn all_is_done_once_whoever_does_it() {
    let alone = visit(&Gang::new(0), 16) * 4;
    for threads in [1, 2, 4] {
        let gang = Gang::new(4);
        let visited = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    if !gang.join() {
                        return;
                    }
                    let mut mine = 0;
                    for _ in gang.parts_from(0) {
                        mine += visit(&gang, 16);
                    }
                    while let Some(depth) = gang.take() {
                        mine += visit(&gang, depth);
                    }
                    visited.fetch_add(mine, Ordering::Relaxed);
                });
            }
        });
        assert_eq!(visited.load(Ordering::Relaxed), alone, "{threads} threads");
    }
}
