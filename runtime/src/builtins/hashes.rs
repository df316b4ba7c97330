//! Hashes: of terms, the same everywhere, and MD5 of I/O lists.

use super::entry::builtins;
use crate::binary::{self, iolist};
use crate::term;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use md5::{Digest, Md5};

/// The range of `phash2/1`.
const USUAL_RANGE: i64 = 1 << 27;

/// The largest range of `phash2/2`.
const LARGEST_RANGE: i64 = 1 << 32;

/// A number below `range` that depends on the term only.
fn portable_hash(_: &mut Context, term: Word, range: Word) -> Answer {
    let range = range.as_fixnum().ok_or(Failure::Badarg)?;
    if !(1..=LARGEST_RANGE).contains(&range) {
        return Err(Failure::Badarg);
    }
    Ok(Word::fixnum(i64::from(term::portable_hash(term)) % range))
}

fn md5(ctx: &mut Context, data: Word) -> Answer {
    let mut state = Md5::new();
    iolist::walk(data, &mut |piece| {
        match piece {
            iolist::Piece::Byte(byte) => state.update([byte]),
            iolist::Piece::Bits(bits) if bits.is_binary() => state.update(bits.to_bytes()),
            iolist::Piece::Bits(_) => return Err(Failure::Badarg),
        }
        Ok(())
    })?;
    binary::from_bytes(ctx, &state.finalize())
}

builtins! {
    /// `md5(data)`
    alate_md5(data) = md5;
    /// `phash2(term)`
    alate_portable_hash(term) = |ctx, term| portable_hash(ctx, term, Word::fixnum(USUAL_RANGE));
    /// `phash2(term, range)`
    alate_portable_hash_below(term, range) = portable_hash;
}
