//! `ALATE_GC=verify`: an independent walk of everything reachable, after a collection.
//!
//! It shares no code with the collector but the layout table. Each stack word and each word of a
//! reachable object must be a valid tagged word; a pointer must lead to a complete object inside
//! memory that is allocated, or to static data that does not point back into the heap; headers must
//! fit their tag; sizes, canonical forms and buffers must be right; objects must not overlap; and
//! nothing may point into the nursery.

use std::collections::{BTreeMap, HashSet};

use alate_abi::layout::*;
use alate_abi::word::*;

use crate::heap::Spaces;
use crate::heap::atoms::Atoms;
use crate::heap::blocks::GRANULE;
use crate::heap::range::{Area, Range};
use crate::heap::roots::Roots;
use crate::os::memory::readable_mappings;

/// Checks everything reachable; the error says what is wrong first.
///
/// # Safety
/// Called while no worker runs, with an empty nursery.
pub unsafe fn verify(
    range: &Range,
    atoms: &Atoms,
    spaces: &Spaces,
    roots: &mut dyn Roots,
) -> Result<(), String> {
    let old = range.base() + range.old_offset() as u64;
    let words = spaces.blocks.extent() / 8;
    let mut walk = Walk {
        range,
        atoms,
        spaces,
        old,
        covered: vec![0; words.div_ceil(64)],
        starts: vec![0; words.div_ceil(64)],
        large: spaces.large.objects().collect(),
        seen: HashSet::new(),
        buffers: spaces.buffers.addresses().collect(),
        mappings: readable_mappings(),
        work: Vec::new(),
    };
    let mut outcome = Ok(());
    roots.all(&mut |start, count| {
        for index in 0..count {
            if outcome.is_err() {
                return;
            }
            // SAFETY: the contract of `Roots`.
            outcome = unsafe { walk.root(start.add(index)) };
        }
    });
    outcome
}

struct Walk<'a> {
    range: &'a Range,
    atoms: &'a Atoms,
    spaces: &'a Spaces,
    old: u64,
    /// Bit for each word of the old generation: part of a reached object; first word of one.
    covered: Vec<u64>,
    starts: Vec<u64>,
    /// Large objects: address -> bytes.
    large: BTreeMap<u64, u64>,
    /// Reached objects outside the old generation, by word.
    seen: HashSet<u64>,
    buffers: HashSet<u64>,
    mappings: Vec<(u64, u64)>,
    /// Reached objects whose words are still to be checked.
    work: Vec<u64>,
}

type Outcome = Result<(), String>;

/// Where a word was found.
#[derive(Clone, Copy)]
struct Place {
    holder: u64,
    index: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.holder == 0 {
            write!(out, "root word at {:#x}", self.index)
        } else {
            write!(out, "word {} of object {:#x}", self.index, self.holder)
        }
    }
}

impl Walk<'_> {
    unsafe fn root(&mut self, slot: *mut u64) -> Outcome {
        // SAFETY: the contract of `Roots`.
        unsafe {
            let place = Place {
                holder: 0,
                index: slot as u64,
            };
            self.word(*slot, place)?;
            while let Some(object) = self.work.pop() {
                self.object(object)?;
            }
            Ok(())
        }
    }

    /// Checks a word, and notes what it points to.
    unsafe fn word(&mut self, word: u64, place: Place) -> Outcome {
        match word & TAG_MASK {
            TAG_CONS | TAG_TUPLE | TAG_BOXED => {
                // SAFETY: `pointer` reads only where it has found memory.
                unsafe { self.pointer(word, place) }
            }
            TAG_IMMEDIATE => self.immediate(word, place),
            _ => Ok(()),
        }
    }

    fn immediate(&mut self, word: u64, place: Place) -> Outcome {
        if word & IMMEDIATE_MASK == TAG_ATOM {
            let record = word - TAG_ATOM;
            let is_record = match self.range.area(record) {
                Area::Atoms => self.atoms.is_record(record),
                Area::Outside | Area::Code => self.readable(record, 16),
                _ => false,
            };
            return match is_record {
                true => Ok(()),
                false => Err(format!("{place}: {word:#x} is no atom's record")),
            };
        }
        let hole_allowed = place.holder & TAG_MASK == TAG_CONS && place.index == 1;
        match word & SUBTAG_MASK {
            _ if word == NIL || word == ABSENT => Ok(()),
            _ if word == HOLE && hole_allowed => Ok(()),
            SUBTAG_PID | SUBTAG_PORT => Ok(()),
            SUBTAG_HEADER => Err(format!(
                "{place}: a header ({word:#x}) where a term must be"
            )),
            SUBTAG_FORWARD => Err(format!(
                "{place}: a forward ({word:#x}) outlived a collection"
            )),
            _ if word == HOLE => Err(format!("{place}: a hole that is no tail of a list")),
            _ => Err(format!("{place}: {word:#x} is no valid word")),
        }
    }

    unsafe fn pointer(&mut self, word: u64, place: Place) -> Outcome {
        let address = word & !TAG_MASK;
        let area = self.range.area(address);
        let is_static = |area: Area| matches!(area, Area::Outside | Area::Code);
        let from_static = place.holder != 0 && is_static(self.range.area(place.holder & !TAG_MASK));
        if from_static && !is_static(area) {
            return Err(format!(
                "{place}: static data points into the heap ({word:#x})"
            ));
        }
        let room = match area {
            Area::Nursery => {
                return Err(format!("{place}: {word:#x} points into the empty nursery"));
            }
            Area::Old => {
                let index = (address - self.old) as usize / 8;
                if index / 64 >= self.starts.len() || !self.spaces.blocks.in_use(address, 8) {
                    return Err(format!("{place}: {word:#x} points to free memory"));
                }
                if self.starts[index / 64] >> (index % 64) & 1 == 1 {
                    return Ok(());
                }
                // SAFETY: the first word lies in a line that is in use.
                let bytes = unsafe { self.size(word, place)? };
                if (bytes as usize) < GRANULE {
                    return Err(format!("{place}: object {word:#x} is too short to mark"));
                }
                if !self.spaces.blocks.in_use(address, bytes) {
                    return Err(format!(
                        "{place}: object {word:#x} of {bytes} bytes extends into free memory"
                    ));
                }
                self.starts[index / 64] |= 1 << (index % 64);
                for covered in index..index + bytes as usize / 8 {
                    let bit = 1 << (covered % 64);
                    if self.covered[covered / 64] & bit != 0 {
                        return Err(format!(
                            "{place}: object {word:#x} of {bytes} bytes overlaps another"
                        ));
                    }
                    self.covered[covered / 64] |= bit;
                }
                self.work.push(word);
                return Ok(());
            }
            Area::Large => match self.large.get(&address) {
                Some(&bytes) if word & TAG_MASK != TAG_CONS => bytes,
                _ => return Err(format!("{place}: {word:#x} is no large object")),
            },
            Area::Atoms => {
                return Err(format!("{place}: {word:#x} points into an atom's record"));
            }
            Area::Outside | Area::Code => {
                if !self.readable(address, 16) && !self.readable(address, 8) {
                    return Err(format!("{place}: {word:#x} points nowhere"));
                }
                u64::MAX
            }
        };
        if self.seen.insert(word) {
            // SAFETY: the first word lies in a large object or in a readable mapping.
            let bytes = unsafe { self.size(word, place)? };
            if bytes > room || !self.readable(address, bytes) {
                return Err(format!(
                    "{place}: object {word:#x} of {bytes} bytes is too long"
                ));
            }
            self.work.push(word);
        }
        Ok(())
    }

    /// Bytes of the object that a pointer leads to; its header must fit the pointer's tag.
    unsafe fn size(&self, word: u64, place: Place) -> Result<u64, String> {
        if word & TAG_MASK == TAG_CONS {
            return Ok(16);
        }
        // SAFETY: the caller found the first word readable.
        let header = unsafe { *((word & !TAG_MASK) as *const u64) };
        let kind = header_kind(header);
        let tuple = word & TAG_MASK == TAG_TUPLE;
        if !is_header(header) || kind >= KINDS || tuple != (kind == KIND_TUPLE) {
            return Err(format!("{place}: object {word:#x} begins with {header:#x}"));
        }
        Ok(header_size(header) * 8 + 8)
    }

    fn readable(&mut self, address: u64, bytes: u64) -> bool {
        if self.mappings.is_empty() || covers(&self.mappings, address, bytes) {
            return true;
        }
        // Memory may have been mapped since the list was made.
        self.mappings = readable_mappings();
        covers(&self.mappings, address, bytes)
    }

    /// Checks the words of an object, whose extent is known to be good.
    unsafe fn object(&mut self, word: u64) -> Outcome {
        let start = (word & !TAG_MASK) as *const u64;
        // SAFETY: the extent was checked.
        unsafe {
            let at = |index: u64| *start.add(index as usize);
            if word & TAG_MASK == TAG_CONS {
                for index in 0..2 {
                    self.word(
                        at(index),
                        Place {
                            holder: word,
                            index,
                        },
                    )?;
                }
                return Ok(());
            }
            let header = at(0);
            let (kind, size) = (header_kind(header), header_size(header));
            if !is_raw(kind) {
                for index in 1..=size {
                    self.word(
                        at(index),
                        Place {
                            holder: word,
                            index,
                        },
                    )?;
                }
            }
            if let Some(fault) = self.fault(kind, size, header, start) {
                return Err(format!("object {word:#x} (header {header:#x}): {fault}"));
            }
        }
        Ok(())
    }

    /// What is wrong with an object of a kind, if anything.
    unsafe fn fault(
        &self,
        kind: u8,
        size: u64,
        header: u64,
        start: *const u64,
    ) -> Option<&'static str> {
        // SAFETY: the object has `size` words after its header.
        unsafe {
            let at = |index: usize| *start.add(index);
            let fixnum = |index: usize| at(index) & TAG_MASK == TAG_FIXNUM;
            let wrong = match kind {
                KIND_TUPLE => return None,
                KIND_CLOSURE if size < 2 => "a closure without code",
                KIND_CLOSURE if at(CLOSURE_CODE) & 15 != 0 || at(CLOSURE_INFO) & 15 != 0 => {
                    "a closure whose code or information is not aligned"
                }
                KIND_FLOAT if size != 1 => "a float of more than a word",
                KIND_FLOAT if immediate_float(at(1)).is_some() => {
                    "a boxed float that has an immediate form"
                }
                KIND_BIGNUM if size == 0 || at(size as usize) == 0 => {
                    "a big integer with a leading zero"
                }
                KIND_BIGNUM if size == 1 && small(at(1), header_aux(header)) => {
                    "a big integer that fits a fixnum"
                }
                KIND_BINARY if size == 0 => "a binary without a size",
                // A literal in an object file may be longer.
                KIND_BINARY
                    if at(BINARY_SIZE) > BINARY_INLINE_LIMIT as u64
                        && self.range.area(start as u64) != Area::Outside =>
                {
                    "a binary that should be a buffer"
                }
                KIND_BINARY if size != 1 + at(BINARY_SIZE).div_ceil(8) => {
                    "a binary whose size is not its header's"
                }
                KIND_BUFFER if size != 2 => "a buffer object of a wrong size",
                KIND_BUFFER => return self.buffer_fault(at(1), at(BUFFER_ADDRESS)),
                KIND_SLICE if size != 3 || !fixnum(SLICE_OFFSET) || !fixnum(SLICE_SIZE) => {
                    "a slice without offset and size"
                }
                KIND_SLICE if !is_bytes(at(SLICE_BASE)) => "a slice of something that has no bytes",
                KIND_MAP if size == 0 || size as usize > 1 + MAP_FLAT_LIMIT => {
                    "a flat map of a wrong size"
                }
                KIND_MAP if !is_tuple_of(at(MAP_KEYS), size - 1) => {
                    "a flat map whose keys and values do not match"
                }
                KIND_TRIE if size != 2 || !fixnum(TRIE_COUNT) => "a map without a count",
                KIND_NODE if size == 0 || !fixnum(NODE_BITMAP) => "a map's node without a bitmap",
                KIND_REFERENCE if size != 3 => "a reference of a wrong size",
                KIND_REFERENCE if has_buffer(header) => {
                    return self.buffer_fault(0, at(BUFFER_ADDRESS));
                }
                _ => return None,
            };
            Some(wrong)
        }
    }

    unsafe fn buffer_fault(&self, bytes: u64, address: u64) -> Option<&'static str> {
        let buffer = address as *const Buffer;
        let known = self.buffers.contains(&address);
        if !known && (address == 0 || !covers(&self.mappings, address, 32)) {
            return Some("a buffer's address that leads nowhere");
        }
        // SAFETY: a buffer that was not freed, or readable memory.
        unsafe {
            if !known && (*buffer).state.load(std::sync::atomic::Ordering::Relaxed) != BUFFER_STATIC
            {
                return Some("a buffer that was freed");
            }
            let used = (*buffer).used.load(std::sync::atomic::Ordering::Relaxed);
            if bytes > used || used > (*buffer).capacity {
                return Some("a buffer shorter than its object says");
            }
        }
        None
    }
}

/// Whether a magnitude of one limb fits a fixnum.
fn small(limb: u64, negative: u8) -> bool {
    if negative == 1 {
        limb <= FIXNUM_MIN.unsigned_abs()
    } else {
        limb <= FIXNUM_MAX.unsigned_abs()
    }
}

/// Whether a word, found to be valid, is a binary or buffer object.
unsafe fn is_bytes(word: u64) -> bool {
    // SAFETY: the words of the object were checked, so a boxed one has a header.
    word & TAG_MASK == TAG_BOXED
        && matches!(
            header_kind(unsafe { *((word - TAG_BOXED) as *const u64) }),
            KIND_BINARY | KIND_BUFFER
        )
}

/// Whether a word, found to be valid, is a tuple of so many elements.
unsafe fn is_tuple_of(word: u64, size: u64) -> bool {
    // SAFETY: the words of the object were checked, so a tuple has a header.
    word & TAG_MASK == TAG_TUPLE
        && header_size(unsafe { *((word - TAG_TUPLE) as *const u64) }) == size
}

/// Whether the bytes lie within mappings that adjoin each other.
fn covers(mappings: &[(u64, u64)], address: u64, bytes: u64) -> bool {
    let Some(end) = address.checked_add(bytes) else {
        return false;
    };
    let mut index = mappings.partition_point(|&(_, end)| end <= address);
    let mut from = address;
    while let Some(&(start, stop)) = mappings.get(index) {
        if start > from {
            return false;
        }
        if end <= stop {
            return true;
        }
        from = stop;
        index += 1;
    }
    false
}
