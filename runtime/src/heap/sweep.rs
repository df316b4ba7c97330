//! Sweeping: sorts blocks by what a marking left in them.
//!
//! Only line bits are read here, four words a block; the free runs of a block are looked for when it
//! is allocated into, so most of the sweep is spread over later minor collections.

use crate::heap::Spaces;
use crate::heap::blocks::{BLOCK, Blocks, LINE, LINE_WORDS, LINES};
use crate::heap::nursery::BAD_WORD;
use crate::heap::range::Range;

/// Free lines below which a block is left alone: not worth looking through.
const FEWEST_FREE_LINES: usize = LINES / 16;

/// Sorts the blocks, gives back what exceeds `keep_bytes` of free blocks, ends the marking of large
/// objects and buffers.
///
/// # Safety
/// Follows a complete marking; no worker has run since.
pub unsafe fn sweep(range: &Range, spaces: &mut Spaces, keep_bytes: u64, poison: bool) {
    spaces.large.end_major(range, poison);
    spaces.buffers.end_major();
    spaces.blocks.keep_touched();
    let blocks = &spaces.blocks;
    let (mut free, mut partial) = (Vec::new(), Vec::new());
    for block in (0..blocks.high).rev() {
        let bits = blocks.block_lines(block);
        let used: usize = bits.iter().map(|word| word.count_ones() as usize).sum();
        if used == 0 {
            free.push(block as u32);
        } else if LINES - used >= FEWEST_FREE_LINES {
            partial.push(block as u32);
        }
        if poison {
            fill_freed(blocks, block, &bits, &spaces.lines_before);
        }
    }
    spaces.lines_before.clear();
    let blocks = &mut spaces.blocks;
    blocks.recycled.set(free, partial);
    let keep = (keep_bytes / BLOCK as u64) as usize;
    let area = range.old_offset();
    blocks.recycled.give_back(keep, |first, count| {
        range
            .memory()
            .give_back(area + first * BLOCK, count * BLOCK);
    });
    // A recorded word in a line that nothing live touches belongs to a dead object.
    let blocks = &spaces.blocks;
    let old = range.base() + range.old_offset() as u64;
    spaces.recorded.retain(|slot| {
        let address = slot as u64;
        address < old || address >= old + range.old_size() as u64 || blocks.in_use(address, 8)
    });
}

/// Fills the lines of a block that the marking has freed: those in use before and no longer.
fn fill_freed(blocks: &Blocks, block: usize, bits: &[u64; LINE_WORDS], before: &[u64]) {
    for (index, &after) in bits.iter().enumerate() {
        let mut freed = before[block * LINE_WORDS + index] & !after;
        while freed != 0 {
            let line = index * 64 + freed.trailing_zeros() as usize;
            freed &= freed - 1;
            let start = (blocks.block_address(block) + line * LINE) as *mut u64;
            for word in 0..LINE / 8 {
                // SAFETY: no live object touches this line.
                unsafe { start.add(word).write(BAD_WORD) };
            }
        }
    }
}
