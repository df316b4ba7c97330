//! Address ranges: reserve without using memory, commit, give back, move; and how much memory there is.

use std::io;
use std::ptr;
use std::sync::OnceLock;

/// Size of the pages that this room counts in. Larger pages of the system are multiples of it.
pub const PAGE: usize = 4096;

/// Size and alignment of the huge pages that [`Reservation::prefer_huge`] asks for.
pub const HUGE_PAGE: usize = 2 << 20;

/// A range of addresses that belongs to us. Dropping it returns the addresses and all memory in it.
#[derive(Debug)]
pub struct Reservation {
    base: usize,
    size: usize,
}

impl Reservation {
    /// Takes `size` bytes of addresses, aligned to `alignment` (a power of two, at least a page).
    /// They use no memory and cannot be touched before [`commit`](Self::commit).
    pub fn new(size: usize, alignment: usize) -> io::Result<Reservation> {
        let size = round_up(size, PAGE);
        let Some(with_slack) = size.checked_add(alignment) else {
            return Err(io::ErrorKind::OutOfMemory.into());
        };
        // SAFETY: a new private mapping at an address of the system's choice touches no memory of ours.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                with_slack,
                libc::PROT_NONE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let start = start as usize;
        let base = round_up(start, alignment);
        if base > start {
            unmap(start, base - start);
        }
        let end = start + with_slack;
        if end > base + size {
            unmap(base + size, end - base - size);
        }
        Ok(Reservation { base, size })
    }

    /// First address.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Bytes of addresses.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Makes `size` bytes at `offset` readable and writable; they read as zeros. False if refused.
    #[must_use]
    pub fn commit(&self, offset: usize, size: usize) -> bool {
        self.protect(offset, size, libc::PROT_READ | libc::PROT_WRITE)
    }

    /// Asks for huge pages in a committed range: touching it first then costs a third of what it
    /// costs in small pages (550 against 1800 ns per 4 KB, measured in a virtual machine).
    pub fn prefer_huge(&self, offset: usize, size: usize) {
        assert!(offset <= self.size && size <= self.size - offset);
        prefer_huge(self.base + offset, size);
    }

    /// Makes `size` bytes at `offset` fault when touched. Their contents stay.
    pub fn forbid(&self, offset: usize, size: usize) -> bool {
        self.protect(offset, size, libc::PROT_NONE)
    }

    /// Makes `size` bytes at `offset` readable and executable, and no longer writable.
    #[must_use]
    pub fn allow_execution(&self, offset: usize, size: usize) -> bool {
        self.protect(offset, size, libc::PROT_READ | libc::PROT_EXEC)
    }

    fn protect(&self, offset: usize, size: usize, protection: i32) -> bool {
        assert!(offset.is_multiple_of(PAGE) && size.is_multiple_of(PAGE));
        assert!(offset <= self.size && size <= self.size - offset);
        if size == 0 {
            return true;
        }
        // SAFETY: the range lies in this reservation.
        unsafe { libc::mprotect((self.base + offset) as *mut _, size, protection) == 0 }
    }

    /// Gives the memory of a committed range back to the system; it reads as zeros afterwards.
    pub fn give_back(&self, offset: usize, size: usize) {
        assert!(offset.is_multiple_of(PAGE) && size.is_multiple_of(PAGE));
        assert!(offset <= self.size && size <= self.size - offset);
        if size > 0 {
            // SAFETY: the range lies in this reservation; the caller no longer needs its contents.
            unsafe { libc::madvise((self.base + offset) as *mut _, size, libc::MADV_DONTNEED) };
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        unmap(self.base, self.size);
    }
}

fn prefer_huge(start: usize, size: usize) {
    #[cfg(target_os = "linux")]
    if size >= HUGE_PAGE {
        // SAFETY: the range is ours. A refusal changes nothing.
        unsafe { libc::madvise(start as *mut _, size, libc::MADV_HUGEPAGE) };
    }
}

/// Has the system find memory for addresses of ours, as if each page were written to; contents stay.
/// Where it cannot, pages are found when they are touched.
pub fn populate(start: usize, size: usize) {
    #[cfg(target_os = "linux")]
    // SAFETY: no contents change; a range that is not mapped, or not writable, is refused.
    unsafe {
        libc::madvise(start as *mut _, size, libc::MADV_POPULATE_WRITE)
    };
    #[cfg(not(target_os = "linux"))]
    let _ = (start, size);
}

fn unmap(start: usize, size: usize) {
    // SAFETY: only called on ranges that this file mapped and that nobody uses any more.
    unsafe { libc::munmap(start as *mut _, size) };
}

/// A block of memory in pages of its own, which can be resized cheaply, moving if it must.
#[derive(Debug)]
pub struct PageBlock {
    base: usize,
    size: usize,
}

impl PageBlock {
    /// `size` bytes (a multiple of [`PAGE`]) that read as zeros.
    pub fn new(size: usize) -> Option<PageBlock> {
        debug_assert!(size > 0 && size.is_multiple_of(PAGE));
        // SAFETY: a new private mapping at an address of the system's choice touches no memory of ours.
        let start = unsafe {
            libc::mmap(
                ptr::null_mut(),
                size,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return None;
        }
        prefer_huge_if_great(start as usize, size);
        Some(PageBlock {
            base: start as usize,
            size,
        })
    }

    /// First address.
    pub fn base(&self) -> usize {
        self.base
    }

    /// Bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Grows or shrinks to `size` bytes; the contents keep their offsets. False, and nothing has
    /// changed, if the system refuses.
    #[must_use]
    pub fn resize(&mut self, size: usize) -> bool {
        debug_assert!(size > 0 && size.is_multiple_of(PAGE));
        // SAFETY: base and size are those of a mapping of ours; whoever holds addresses into it
        // learns the new base from `base()`.
        let start =
            unsafe { libc::mremap(self.base as *mut _, self.size, size, libc::MREMAP_MAYMOVE) };
        if start == libc::MAP_FAILED {
            return false;
        }
        self.base = start as usize;
        self.size = size;
        prefer_huge_if_great(self.base, size);
        true
    }
}

/// Blocks of less than two huge pages stay in small ones.
fn prefer_huge_if_great(start: usize, size: usize) {
    if size >= 2 * HUGE_PAGE {
        prefer_huge(start, size);
    }
}

impl Drop for PageBlock {
    fn drop(&mut self) {
        unmap(self.base, self.size);
    }
}

/// `value` rounded up to a multiple of `unit`, a power of two.
pub const fn round_up(value: usize, unit: usize) -> usize {
    value.saturating_add(unit - 1) & !(unit - 1)
}

/// Bytes of memory that this process may use: the machine's, or its container's if that is less.
pub fn available_memory() -> u64 {
    // SAFETY: sysconf reads constants of the system.
    let (pages, page) = unsafe {
        (
            libc::sysconf(libc::_SC_PHYS_PAGES),
            libc::sysconf(libc::_SC_PAGESIZE),
        )
    };
    let machine = u64::try_from(pages).unwrap_or(0) * u64::try_from(page).unwrap_or(0);
    let machine = if machine == 0 { 4 << 30 } else { machine };
    let container = [
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ]
    .iter()
    .filter_map(|path| std::fs::read_to_string(path).ok()?.trim().parse().ok())
    .filter(|&limit: &u64| limit > 0)
    .min();
    container.map_or(machine, |limit| limit.min(machine))
}

/// The readable mappings of this process as (start, end), in order of address. Empty where the
/// system does not tell.
pub fn readable_mappings() -> Vec<(u64, u64)> {
    let Ok(text) = std::fs::read_to_string("/proc/self/maps") else {
        return Vec::new();
    };
    text.lines()
        .filter_map(|line| {
            let mut fields = line.split_ascii_whitespace();
            let (start, end) = fields.next()?.split_once('-')?;
            fields.next()?.starts_with('r').then_some(())?;
            Some((
                u64::from_str_radix(start, 16).ok()?,
                u64::from_str_radix(end, 16).ok()?,
            ))
        })
        .collect()
}

/// Bytes of the program's machine code: of the mapping that this function lies in.
pub fn code_bytes() -> u64 {
    static BYTES: OnceLock<u64> = OnceLock::new();
    *BYTES.get_or_init(|| {
        let here = code_bytes as *const () as u64;
        let mappings = readable_mappings();
        let own = mappings
            .iter()
            .find(|(start, end)| (*start..*end).contains(&here));
        own.map_or(0, |(start, end)| end - start)
    })
}

/// Bytes of this process that are in memory now; 0 where the system does not tell.
pub fn resident_bytes() -> u64 {
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split_ascii_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * PAGE as u64)
}

/// Has the processor fetch the line at an address, which need not be a valid one.
#[cfg(target_arch = "x86_64")]
#[inline]
pub fn prefetch(address: u64) {
    // SAFETY: a prefetch has no effect but on the caches.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(address as *const i8);
    }
}

/// Nothing: what is to be fetched is fetched when it is needed.
#[cfg(not(target_arch = "x86_64"))]
pub fn prefetch(_address: u64) {}
