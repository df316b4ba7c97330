//! Binaries and bitstrings: where their bits lie, whatever the representation.

use super::Word;
use alate_abi::{layout, word as abi};

/// The bits of a binary or bitstring. Bit 0 is the most significant bit of the first byte.
#[derive(Clone, Copy, Debug)]
pub struct BitsView {
    /// First byte of the base.
    base: *const u8,
    /// Where the bits begin in the base.
    offset: usize,
    /// Number of bits.
    size: usize,
}

/// A binary that lies in a shared buffer outside the heap.
#[derive(Clone, Copy, Debug)]
pub struct BufferView(Word);

impl Word {
    /// The bits of a binary or bitstring.
    #[inline]
    pub fn as_bits(self) -> Option<BitsView> {
        let (base, offset, size) = match self.boxed_kind()? {
            layout::KIND_SLICE => {
                // SAFETY: rule W: a slice holds its base, bit offset and bit size.
                unsafe {
                    (
                        Word(self.field(layout::SLICE_BASE)),
                        abi::fixnum_value(self.field(layout::SLICE_OFFSET)) as usize,
                        Some(abi::fixnum_value(self.field(layout::SLICE_SIZE)) as usize),
                    )
                }
            }
            layout::KIND_BINARY | layout::KIND_BUFFER => (self, 0, None),
            _ => return None,
        };
        // SAFETY: rule W: both representations of whole binaries hold their size in bytes.
        let bytes = unsafe { base.field(layout::BINARY_SIZE) } as usize;
        let data = match base.boxed_kind()? {
            layout::KIND_BINARY => {
                // The data of an inline binary follow its size; a binary of 0 bytes has no data words.
                base.address().wrapping_add(layout::BINARY_DATA) as *const u8
            }
            // SAFETY: rule W: a buffer binary holds the address of its buffer's bytes' owner.
            _ => buffer_bytes(unsafe { base.field(layout::BUFFER_ADDRESS) }),
        };
        Some(BitsView {
            base: data,
            offset,
            size: size.unwrap_or(bytes * 8),
        })
    }

    /// Number of bits of a binary or bitstring.
    #[inline]
    pub fn bit_length(self) -> Option<usize> {
        // SAFETY: rule W: a slice holds its bit size, whole binaries their size in bytes.
        unsafe {
            match self.boxed_kind()? {
                layout::KIND_SLICE => {
                    Some(abi::fixnum_value(self.field(layout::SLICE_SIZE)) as usize)
                }
                layout::KIND_BINARY | layout::KIND_BUFFER => {
                    Some(self.field(layout::BINARY_SIZE) as usize * 8)
                }
                _ => None,
            }
        }
    }

    /// The view of a binary in a shared buffer (slices are not).
    pub fn as_buffer(self) -> Option<BufferView> {
        (self.boxed_kind() == Some(layout::KIND_BUFFER)).then_some(BufferView(self))
    }

    /// For a slice: base, bit offset, bit size.
    pub fn as_slice(self) -> Option<(Word, usize, usize)> {
        if self.boxed_kind() != Some(layout::KIND_SLICE) {
            return None;
        }
        // SAFETY: rule W: a slice holds its base, bit offset and bit size.
        unsafe {
            Some((
                Word(self.field(layout::SLICE_BASE)),
                abi::fixnum_value(self.field(layout::SLICE_OFFSET)) as usize,
                abi::fixnum_value(self.field(layout::SLICE_SIZE)) as usize,
            ))
        }
    }
}

/// First byte of the buffer at an address: its bytes follow a header of fixed size.
fn buffer_bytes(address: u64) -> *const u8 {
    (address as *const u8).wrapping_add(layout::BUFFER_DATA)
}

impl BufferView {
    /// Address of the shared buffer.
    pub fn address(self) -> u64 {
        // SAFETY: rule W: a buffer binary holds this word.
        unsafe { self.0.field(layout::BUFFER_ADDRESS) }
    }

    /// Visible size in bytes.
    pub fn len(self) -> usize {
        // SAFETY: as above.
        unsafe { self.0.field(layout::BINARY_SIZE) as usize }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl BitsView {
    /// A view of bytes that are not in the heap.
    pub fn of_bytes(bytes: &[u8]) -> BitsView {
        BitsView {
            base: bytes.as_ptr(),
            offset: 0,
            size: bytes.len() * 8,
        }
    }

    /// Number of bits.
    #[inline]
    pub fn bits(self) -> usize {
        self.size
    }

    /// Number of whole bytes.
    #[inline]
    pub fn whole_bytes(self) -> usize {
        self.size / 8
    }

    /// Whether the size is a whole number of bytes.
    #[inline]
    pub fn is_binary(self) -> bool {
        self.size.is_multiple_of(8)
    }

    /// The part of `size` bits that begins at bit `offset`; the caller has compared them with the size.
    #[inline]
    pub fn part(self, offset: usize, size: usize) -> BitsView {
        assert!(offset <= self.size && size <= self.size - offset);
        BitsView {
            base: self.base,
            offset: self.offset + offset,
            size,
        }
    }

    /// The bytes of a binary whose first bit begins a byte; `None` otherwise.
    #[inline]
    pub fn aligned_bytes(&self) -> Option<&[u8]> {
        if !self.offset.is_multiple_of(8) || !self.size.is_multiple_of(8) {
            return None;
        }
        if self.size == 0 {
            return Some(&[]);
        }
        // SAFETY: rule W: the bits lie in the base.
        Some(unsafe { std::slice::from_raw_parts(self.base.add(self.offset / 8), self.size / 8) })
    }

    /// The whole bytes that hold the first bit up to the last, and the bit offset in the first.
    #[inline]
    pub fn covering_bytes(&self) -> (&[u8], usize) {
        let first = self.offset / 8;
        let shift = self.offset % 8;
        let count = (shift + self.size).div_ceil(8);
        if count == 0 {
            return (&[], 0);
        }
        // SAFETY: rule W: the bits lie in the base.
        let bytes = unsafe { std::slice::from_raw_parts(self.base.add(first), count) };
        (bytes, shift)
    }

    /// Eight bits from bit `index` * 8; bits beyond the end read as 0.
    #[inline]
    pub fn byte(&self, index: usize) -> u8 {
        let (bytes, shift) = self.covering_bytes();
        let mut value = bytes.get(index).copied().unwrap_or(0) << shift;
        if shift > 0 {
            value |= bytes.get(index + 1).copied().unwrap_or(0) >> (8 - shift);
        }
        let left = self.size.saturating_sub(index * 8);
        if left < 8 {
            value &= !(0xffu16 >> left) as u8;
        }
        value
    }

    /// The bits as bytes; the last is padded with zeros.
    pub fn to_bytes(&self) -> std::borrow::Cow<'_, [u8]> {
        match self.aligned_bytes() {
            Some(bytes) => bytes.into(),
            None => (0..self.size.div_ceil(8))
                .map(|i| self.byte(i))
                .collect::<Vec<u8>>()
                .into(),
        }
    }
}
