//! Compression, for Erlang's module `zlib`.

use super::entry::builtins;
use super::io::intern;
use crate::atom;
use crate::binary::{self, iolist};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use flate2::Compression;
use flate2::GzBuilder;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, ZlibEncoder};
use std::io::{self, Read, Write};

/// The number by which gzip's header names Unix.
const UNIX: u8 = 3;

fn compressed(bytes: &[u8], format: &str) -> io::Result<Option<Vec<u8>>> {
    let level = Compression::default();
    Ok(Some(match format {
        "zlib" => {
            let mut encoder = ZlibEncoder::new(Vec::new(), level);
            encoder.write_all(bytes)?;
            encoder.finish()?
        }
        "gzip" => {
            let header = GzBuilder::new().operating_system(UNIX);
            let mut encoder = header.write(Vec::new(), level);
            encoder.write_all(bytes)?;
            encoder.finish()?
        }
        "raw" => {
            let mut encoder = DeflateEncoder::new(Vec::new(), level);
            encoder.write_all(bytes)?;
            encoder.finish()?
        }
        _ => return Ok(None),
    }))
}

fn deflate(ctx: &mut Context, data: Word, format: Word) -> Answer {
    let bytes = iolist::bytes(data)?;
    let format = atom::name(format).ok_or(Failure::Badarg)?;
    match compressed(&bytes, format) {
        Ok(Some(compressed)) => binary::from_bytes(ctx, &compressed),
        _ => Err(Failure::Badarg),
    }
}

/// What is read goes to a binary, as long as the heap has room: few bytes may stand for very many.
fn read_all(ctx: &mut Context, mut reader: impl Read) -> Answer {
    const STEP: u64 = 1 << 20;
    let mut bytes = Vec::new();
    loop {
        match reader.by_ref().take(STEP).read_to_end(&mut bytes) {
            Ok(0) => return binary::from_bytes(ctx, &bytes),
            Ok(_) if heap::has_room(ctx, bytes.len() + STEP as usize) => {}
            Ok(_) => return Err(Failure::SystemLimit),
            Err(_) => return Err(Failure::Reason(intern("data_error")?)),
        }
    }
}

fn inflate(ctx: &mut Context, data: Word, format: Word) -> Answer {
    let bytes = iolist::bytes(data)?;
    let bytes = bytes.as_slice();
    match atom::name(format) {
        Some("zlib") => read_all(ctx, ZlibDecoder::new(bytes)),
        Some("gzip") => read_all(ctx, MultiGzDecoder::new(bytes)),
        Some("raw") => read_all(ctx, DeflateDecoder::new(bytes)),
        _ => Err(Failure::Badarg),
    }
}

builtins! {
    /// `alate:deflate(data, format)`, the format zlib, gzip or raw
    alate_deflate(data, format) = deflate;
    /// `alate:inflate(data, format)`
    alate_inflate(data, format) = inflate;
}
