//! Where the sections of one object lie: code, then data, then the table of addresses that code reaches
//! far things by, in one piece of memory, so that what is relative to each other is near.

use super::LoadError;
use crate::heap::Heap;
use crate::os::memory::{PAGE, round_up};
use object::{Object, ObjectSection, SectionFlags, SectionIndex, SectionKind};
use std::collections::HashMap;

/// Objects are smaller than this; so everything in one is near everything else in it.
const MOST_BYTES: usize = 1 << 30;
/// Bytes of a jump to a far address: an indirect jump, and the address.
const VENEER: usize = 16;

/// A section that is part of the program.
pub struct Placed {
    /// Where it begins.
    pub address: usize,
    pub size: usize,
}

/// The memory of one object. It is given back if the object is refused.
pub struct Image {
    heap: &'static Heap,
    base: usize,
    size: usize,
    is_sealed: bool,
    /// Bytes of code, whole pages, the veneers included.
    code: usize,
    veneers: Slots,
    addresses: Slots,
    sections: HashMap<SectionIndex, Placed>,
}

/// Places of one size, handed out one after the other, one for each address that is asked for.
struct Slots {
    next: usize,
    end: usize,
    of: HashMap<u64, usize>,
}

impl Slots {
    /// The place for an address, and whether it is new.
    fn place(&mut self, address: u64, size: usize) -> Result<(usize, bool), LoadError> {
        if let Some(place) = self.of.get(&address) {
            return Ok((*place, false));
        }
        if self.next + size > self.end {
            return Err(LoadError::Malformed("more far symbols than relocations"));
        }
        let place = self.next;
        self.next += size;
        self.of.insert(address, place);
        Ok((place, true))
    }
}

/// Whether a section becomes part of the program. Those for debuggers and linkers do not.
fn is_loaded<'d>(section: &impl ObjectSection<'d>) -> bool {
    matches!(section.flags(), SectionFlags::Elf { sh_flags, .. }
        if sh_flags & u64::from(object::elf::SHF_ALLOC) != 0)
}

impl Image {
    /// Memory for the sections of an object, filled, writable. `relocations` bounds how many far symbols
    /// there are.
    pub fn new(
        heap: &'static Heap,
        object: &object::File<'_>,
        relocations: usize,
    ) -> Result<Image, LoadError> {
        let (mut code, mut data) = (Vec::new(), Vec::new());
        for section in object.sections().filter(is_loaded) {
            match section.kind() {
                SectionKind::Text => code.push(section),
                _ => data.push(section),
            }
        }
        let mut sections = HashMap::new();
        let mut cursor = 0usize;
        let mut place = |cursor: &mut usize, section: &object::Section<'_, '_>| {
            let alignment = usize::try_from(section.align())
                .unwrap_or(usize::MAX)
                .max(1);
            let size = usize::try_from(section.size()).unwrap_or(usize::MAX);
            if !alignment.is_power_of_two() || alignment > PAGE || size > MOST_BYTES {
                return Err(LoadError::Malformed("a section's size or alignment"));
            }
            let address = round_up(*cursor, alignment);
            *cursor = address + size;
            if *cursor > MOST_BYTES {
                return Err(LoadError::Malformed("larger than 1 GB"));
            }
            sections.insert(section.index(), Placed { address, size });
            Ok(())
        };
        for section in &code {
            place(&mut cursor, section)?;
        }
        let veneers = round_up(cursor, VENEER);
        let data_start = round_up(veneers + relocations * VENEER, PAGE);
        cursor = data_start;
        for section in &data {
            place(&mut cursor, section)?;
        }
        let addresses = round_up(cursor, 8);
        let end = round_up(addresses + relocations * 8, PAGE).max(PAGE);
        let base = heap.allocate_code(end).ok_or(LoadError::NoMemory)?;
        for placed in sections.values_mut() {
            placed.address += base;
        }
        let image = Image {
            code: data_start,
            veneers: Slots {
                next: base + veneers,
                end: base + data_start,
                of: HashMap::new(),
            },
            addresses: Slots {
                next: base + addresses,
                end: base + end,
                of: HashMap::new(),
            },
            sections,
            heap,
            base,
            size: end,
            is_sealed: false,
        };
        for section in code.iter().chain(&data) {
            let bytes = section.data().map_err(LoadError::unreadable)?;
            let placed = &image.sections[&section.index()];
            // Sections without bytes in the file read as zeros.
            let count = bytes.len().min(placed.size);
            // SAFETY: the section was given `size` bytes of this image's memory, which is writable.
            unsafe {
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), placed.address as *mut u8, count);
            }
        }
        Ok(image)
    }

    /// The section of an index, if it is part of the program.
    pub fn section(&self, index: SectionIndex) -> Option<&Placed> {
        self.sections.get(&index)
    }

    /// Whether so many bytes at an address lie in the image.
    pub fn holds(&self, address: usize, bytes: usize) -> bool {
        let offset = address.wrapping_sub(self.base);
        offset <= self.size && bytes <= self.size - offset
    }

    /// Where the address of something lies, for code that reads it from there.
    pub fn address_of(&mut self, target: u64) -> Result<u64, LoadError> {
        let (place, is_new) = self.addresses.place(target, 8)?;
        if is_new {
            // SAFETY: the place lies in this image's memory, aligned, and nobody else uses it.
            unsafe { (place as *mut u64).write(target) };
        }
        Ok(place as u64)
    }

    /// A jump to a far function.
    pub fn veneer(&mut self, target: u64) -> Result<u64, LoadError> {
        let (place, is_new) = self.veneers.place(target, VENEER)?;
        if is_new {
            // jmp *[rip + 2]; two bytes of padding; the address.
            let mut code = [0xff, 0x25, 2, 0, 0, 0, 0xcc, 0xcc, 0, 0, 0, 0, 0, 0, 0, 0];
            code[8..].copy_from_slice(&target.to_le_bytes());
            // SAFETY: as above.
            unsafe { (place as *mut [u8; VENEER]).write(code) };
        }
        Ok(place as u64)
    }

    /// From now on code can run and cannot be written to. The image stays until it is settled: its
    /// address.
    pub fn seal(mut self) -> Result<usize, LoadError> {
        if !self.heap.allow_execution(self.base, self.code) {
            return Err(LoadError::NoMemory);
        }
        self.is_sealed = true;
        Ok(self.base)
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        if !self.is_sealed {
            self.heap.release_code(self.base);
        }
    }
}
