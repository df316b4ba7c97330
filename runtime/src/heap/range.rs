//! The one reserved address range: nursery | large objects | old blocks | records of atoms | loaded code.
//! "Is it mine, is it young" is a subtraction and a compare.

use std::io;

use crate::heap::blocks::BLOCK;
use crate::os::memory::{HUGE_PAGE, Reservation, round_up};

/// The least range that is of any use.
const SMALLEST: usize = 64 << 20;

/// Bytes of addresses for records of atoms, and the share of the range that they are at most: there
/// is room for more than a million of the longest names, and shorter ones need far less.
const ATOMS: usize = 2 << 30;
const ATOMS_SHARE: usize = 16;

/// Bytes of addresses for code that is loaded, and the share of the range that they are at most.
const CODE: usize = 1 << 30;
const CODE_SHARE: usize = 16;

/// The range and its five areas. What is young lies in the first two, so one compare finds it.
#[derive(Debug)]
pub struct Range {
    memory: Reservation,
    nursery_size: usize,
    large_size: usize,
    atoms_size: usize,
    code_size: usize,
}

impl Range {
    /// Reserves about `wanted` bytes, or as much of that as the system allows.
    pub fn new(wanted: usize) -> io::Result<Range> {
        let mut size = wanted.max(SMALLEST);
        loop {
            size = round_up(size, 8 * HUGE_PAGE);
            match Reservation::new(size, HUGE_PAGE) {
                Ok(memory) => {
                    let eighth = size / 8;
                    return Ok(Range {
                        memory,
                        nursery_size: 2 * eighth,
                        large_size: 3 * eighth,
                        atoms_size: (size / ATOMS_SHARE).min(ATOMS) & !(HUGE_PAGE - 1),
                        code_size: (size / CODE_SHARE).min(CODE) & !(HUGE_PAGE - 1),
                    });
                }
                Err(error) if size <= SMALLEST => return Err(error),
                Err(_) => size = (size / 2).max(SMALLEST),
            }
        }
    }

    /// Commits a part of an area. Beyond its first huge page an area is backed by huge pages: a small
    /// program stays small, and a large one takes few page faults. False if refused.
    #[must_use]
    pub fn commit(&self, area: usize, offset: usize, size: usize) -> bool {
        if !self.memory.commit(offset, size) {
            return false;
        }
        let from = offset.max(area + HUGE_PAGE);
        if from < offset + size {
            self.memory.prefer_huge(from, offset + size - from);
        }
        true
    }

    /// The reservation behind it; offsets count from [`base`](Self::base).
    pub fn memory(&self) -> &Reservation {
        &self.memory
    }

    /// First address; the nursery begins here.
    pub fn base(&self) -> u64 {
        self.memory.base() as u64
    }

    /// Bytes of the nursery area.
    pub fn nursery_size(&self) -> usize {
        self.nursery_size
    }

    /// Offset of the large-object area.
    pub fn large_offset(&self) -> usize {
        self.nursery_size
    }

    /// Bytes of the large-object area.
    pub fn large_size(&self) -> usize {
        self.large_size
    }

    /// Offset of the old generation's blocks.
    pub fn old_offset(&self) -> usize {
        self.nursery_size + self.large_size
    }

    /// Bytes of the old generation's area.
    pub fn old_size(&self) -> usize {
        (self.atoms_offset() - self.old_offset()) & !(BLOCK - 1)
    }

    /// Offset of the area of atoms.
    pub fn atoms_offset(&self) -> usize {
        self.code_offset() - self.atoms_size
    }

    /// Bytes of it.
    pub fn atoms_size(&self) -> usize {
        self.atoms_size
    }

    /// Offset of the area of loaded code, the last one.
    pub fn code_offset(&self) -> usize {
        self.memory.size() - self.code_size
    }

    /// Bytes of it.
    pub fn code_size(&self) -> usize {
        self.code_size
    }

    /// Which area an address lies in.
    pub fn area(&self, address: u64) -> Area {
        let offset = address.wrapping_sub(self.base());
        if offset >= self.memory.size() as u64 {
            Area::Outside
        } else if offset < self.nursery_size as u64 {
            Area::Nursery
        } else if offset < self.old_offset() as u64 {
            Area::Large
        } else if offset < self.atoms_offset() as u64 {
            Area::Old
        } else if offset < self.code_offset() as u64 {
            Area::Atoms
        } else {
            Area::Code
        }
    }
}

/// A part of the range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Area {
    /// Static data, or nonsense: never touched by a collection.
    Outside,
    Nursery,
    Large,
    Old,
    /// Records of atoms: never moved, nothing points into them but atoms' words.
    Atoms,
    /// Code that was loaded, with its constants: never moved.
    Code,
}
