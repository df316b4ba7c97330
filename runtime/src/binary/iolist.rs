//! Lists of bytes and binaries, nested as deep as you like, as one run of bits.

use super::construct::Builder;
use crate::word::{Answer, BitsView, Failure, Word};
use alate_abi::context::Context;

/// A leaf of an I/O list.
pub enum Piece {
    Byte(u8),
    Bits(BitsView),
}

/// Gives each leaf of a list to `visit`, from left to right.
pub fn walk(
    list: Word,
    visit: &mut dyn FnMut(Piece) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // Each word is a list, or the tail of one.
    let mut work = vec![list];
    while let Some(mut rest) = work.pop() {
        while let Some(cell) = rest.as_cons() {
            let (head, tail) = (cell.head(), cell.tail());
            if let Some(byte) = head.as_fixnum() {
                let byte = u8::try_from(byte).map_err(|_| Failure::Badarg)?;
                visit(Piece::Byte(byte))?;
                rest = tail;
            } else if let Some(bits) = head.as_bits() {
                visit(Piece::Bits(bits))?;
                rest = tail;
            } else if head.is_list() {
                work.push(tail);
                rest = head;
            } else {
                return Err(Failure::Badarg);
            }
        }
        match rest.as_bits() {
            Some(bits) => visit(Piece::Bits(bits))?,
            None if rest.is_nil() => {}
            None => return Err(Failure::Badarg),
        }
    }
    Ok(())
}

/// The bytes of an I/O list; badarg where a leaf is no whole number of bytes.
pub fn bytes(list: Word) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    walk(list, &mut |piece| {
        match piece {
            Piece::Byte(byte) => bytes.push(byte),
            Piece::Bits(bits) if bits.is_binary() => bytes.extend_from_slice(&bits.to_bytes()),
            Piece::Bits(_) => return Err(Failure::Badarg),
        }
        Ok(())
    })?;
    Ok(bytes)
}

/// Number of bytes of an I/O list.
pub fn size(list: Word) -> Result<usize, Failure> {
    let mut size = 0;
    walk(list, &mut |piece| {
        size += match piece {
            Piece::Byte(_) => 1,
            Piece::Bits(bits) if bits.is_binary() => bits.whole_bytes(),
            Piece::Bits(_) => return Err(Failure::Badarg),
        };
        Ok(())
    })?;
    Ok(size)
}

/// The bit string of a list whose leaves may be any bit strings.
pub fn bits(ctx: &mut Context, list: Word) -> Answer {
    let mut builder = Builder::new();
    walk(list, &mut |piece| match piece {
        Piece::Byte(byte) => {
            builder.push_bytes(&[byte]);
            Ok(())
        }
        Piece::Bits(bits) => {
            builder.reserve(bits.bits())?;
            builder.push_view(&bits);
            Ok(())
        }
    })?;
    builder.build(ctx)
}
