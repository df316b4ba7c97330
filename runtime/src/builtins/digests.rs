//! Message digests, for Erlang's module `crypto`.

use super::entry::builtins;
use super::text::with_bytes;
use crate::atom;
use crate::binary::{self, iolist};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use sha2::Digest;
use sha2::digest::common::hazmat::SerializableState;

/// Runs the code with `$digest` as the type that an atom names; badarg if it names none.
macro_rules! with_digest {
    ($kind:expr, $digest:ident => $code:expr) => {
        with_digest!($kind, $digest => $code;
            "md5" md5::Md5, "sha" sha1::Sha1, "sha224" sha2::Sha224, "sha256" sha2::Sha256,
            "sha384" sha2::Sha384, "sha512" sha2::Sha512, "sha3_224" sha3::Sha3_224,
            "sha3_256" sha3::Sha3_256, "sha3_384" sha3::Sha3_384, "sha3_512" sha3::Sha3_512)
    };
    ($kind:expr, $digest:ident => $code:expr; $($name:literal $type:ty),*) => {
        match atom::name($kind) {
            $(Some($name) => {
                type $digest = $type;
                $code
            })*
            _ => Err(Failure::Badarg),
        }
    };
}

/// Gives the bytes of an I/O list or binary to `work`.
fn with_data<T>(data: Word, work: impl FnOnce(&[u8]) -> T) -> Result<T, Failure> {
    match data.is_bits() {
        true => with_bytes(data, |bytes| Ok(work(bytes))),
        false => Ok(work(&iolist::bytes(data)?)),
    }
}

fn digest(ctx: &mut Context, kind: Word, data: Word) -> Answer {
    with_digest!(kind, D => {
        let digest = with_data(data, |bytes| D::digest(bytes))?;
        binary::from_bytes(ctx, &digest)
    })
}

/// The state of a digest that has seen nothing, as a binary.
fn start(ctx: &mut Context, kind: Word) -> Answer {
    with_digest!(kind, D => binary::from_bytes(ctx, &D::new().serialize()))
}

/// A digest with the state of a binary.
fn resumed<D: SerializableState>(state: Word) -> Result<D, Failure> {
    with_bytes(state, |state| {
        let state = state.try_into().map_err(|_| Failure::Badarg)?;
        D::deserialize(state).map_err(|_| Failure::Badarg)
    })
}

fn update(ctx: &mut Context, kind: Word, state: Word, data: Word) -> Answer {
    with_digest!(kind, D => {
        let mut digest: D = resumed(state)?;
        with_data(data, |bytes| digest.update(bytes))?;
        binary::from_bytes(ctx, &digest.serialize())
    })
}

fn finish(ctx: &mut Context, kind: Word, state: Word) -> Answer {
    with_digest!(kind, D => {
        let digest: D = resumed(state)?;
        binary::from_bytes(ctx, &digest.finalize())
    })
}

builtins! {
    /// `alate:digest(kind, data)`
    alate_digest(kind, data) = digest;
    /// `alate:digest_start(kind)`: a state
    alate_digest_start(kind) = start;
    /// `alate:digest_update(kind, state, data)`: the state after more data
    alate_digest_update(kind, state, data) = update;
    /// `alate:digest_finish(kind, state)`
    alate_digest_finish(kind, state) = finish;
}
