//! Check sums over I/O lists: CRC-32 and Adler-32.

use super::entry::builtins;
use crate::binary::iolist::{self, Piece};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// The remainders of all bytes, for the reflected polynomial of CRC-32.
const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            remainder = (remainder >> 1) ^ (0xedb8_8320 & (remainder & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
};

fn crc_step(crc: u32, byte: u8) -> u32 {
    (crc >> 8) ^ CRC_TABLE[((crc as u8) ^ byte) as usize]
}

/// Gives each byte of an I/O list or binary to `step`.
fn each_byte(data: Word, step: &mut dyn FnMut(u8)) -> Result<(), Failure> {
    iolist::walk(data, &mut |piece| {
        match piece {
            Piece::Byte(byte) => step(byte),
            Piece::Bits(bits) if bits.is_binary() => bits.to_bytes().iter().for_each(|&b| step(b)),
            Piece::Bits(_) => return Err(Failure::Badarg),
        }
        Ok(())
    })
}

/// A check sum to go on from.
fn start(word: Word) -> Result<u32, Failure> {
    let value = word.as_fixnum().and_then(|value| u32::try_from(value).ok());
    value.ok_or(Failure::Badarg)
}

fn crc32(_: &mut Context, old: Word, data: Word) -> Answer {
    let mut crc = !start(old)?;
    each_byte(data, &mut |byte| crc = crc_step(crc, byte))?;
    Ok(Word::fixnum(i64::from(!crc)))
}

fn adler32(_: &mut Context, old: Word, data: Word) -> Answer {
    const MODULUS: u32 = 65521;
    let old = start(old)?;
    let (mut a, mut b) = (old & 0xffff, old >> 16);
    each_byte(data, &mut |byte| {
        a = (a + u32::from(byte)) % MODULUS;
        b = (b + a) % MODULUS;
    })?;
    Ok(Word::fixnum(i64::from(b << 16 | a)))
}

builtins! {
    /// `crc32(data)`
    alate_crc32(data) = |ctx, data| crc32(ctx, Word::fixnum(0), data);
    /// `crc32(old, data)`
    alate_crc32_from(old, data) = crc32;
    /// `adler32(data)`
    alate_adler32(data) = |ctx, data| adler32(ctx, Word::fixnum(1), data);
    /// `adler32(old, data)`
    alate_adler32_from(old, data) = adler32;
}
