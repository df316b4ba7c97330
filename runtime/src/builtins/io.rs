//! Input and output, and the end of the program.

use super::entry::builtins;
use super::processes::current;
use crate::atom;
use crate::atom::well_known;
use crate::binary::{self, iolist};
use crate::heap;
use crate::os::exit;
use crate::os::stdio;
use crate::process::STANDARD_DEVICE;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::io;

/// Writes an I/O list to file descriptor 1 or 2. A standard output that nobody reads any more ends
/// the program, as it ends other programs in a pipe.
fn write(_: &mut Context, descriptor: Word, data: Word) -> Answer {
    let bytes = iolist::bytes(data)?;
    let result = match descriptor.as_fixnum() {
        Some(1) => stdio::write_output(&bytes),
        Some(2) => stdio::flush_output().and_then(|()| stdio::write_error(&bytes)),
        _ => return Err(Failure::Badarg),
    };
    match result {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        // As OTP does, a write that fails otherwise is not the caller's concern.
        Err(_) => Ok(well_known::OK.get()),
    }
}

/// Writes an I/O list to standard output, unless the process has a group leader of its own: that one
/// is the answer then, to be asked.
fn output(ctx: &mut Context, data: Word) -> Answer {
    let leader = Word(current(ctx)?.lock().group_leader);
    if leader.0 != STANDARD_DEVICE {
        return Ok(leader);
    }
    write(ctx, Word::fixnum(1), data)
}

fn read_line(ctx: &mut Context) -> Answer {
    match stdio::read_line() {
        Ok(Some(line)) => binary::from_bytes(ctx, &line),
        Ok(None) => intern("eof"),
        Err(error) => error_tuple(ctx, &error),
    }
}

fn read_file(ctx: &mut Context, name: Word) -> Answer {
    match std::fs::read(path(name)?) {
        Ok(bytes) => {
            let contents = binary::from_bytes(ctx, &bytes)?;
            Ok(heap::tuple(ctx, &[well_known::OK.get(), contents]))
        }
        Err(error) => error_tuple(ctx, &error),
    }
}

fn write_file(ctx: &mut Context, name: Word, data: Word) -> Answer {
    let path = path(name)?;
    let Ok(bytes) = iolist::bytes(data) else {
        let badarg = well_known::BADARG.get();
        return Ok(heap::tuple(ctx, &[well_known::ERROR.get(), badarg]));
    };
    match std::fs::write(path, bytes) {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) => error_tuple(ctx, &error),
    }
}

fn delete_file(ctx: &mut Context, name: Word) -> Answer {
    match std::fs::remove_file(path(name)?) {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) => error_tuple(ctx, &error),
    }
}

/// A file name: a string, a binary or an atom.
fn path(name: Word) -> Result<String, Failure> {
    if let Some(name) = atom::name(name) {
        return Ok(name.to_owned());
    }
    if let Some(bits) = name.as_bits() {
        return String::from_utf8(bits.to_bytes().into_owned()).map_err(|_| Failure::Badarg);
    }
    let characters = name.list_elements().ok_or(Failure::Badarg)?;
    let path: Option<String> = characters
        .into_iter()
        .map(|word| {
            u32::try_from(word.as_fixnum()?)
                .ok()
                .and_then(char::from_u32)
        })
        .collect();
    path.filter(|path| !path.contains('\0'))
        .ok_or(Failure::Badarg)
}

fn intern(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// `#(error Reason)` with OTP's names of the system's errors.
fn error_tuple(ctx: &mut Context, error: &io::Error) -> Answer {
    let name = match error.raw_os_error() {
        Some(libc::ENOENT) => "enoent",
        Some(libc::EACCES) => "eacces",
        Some(libc::EISDIR) => "eisdir",
        Some(libc::ENOTDIR) => "enotdir",
        Some(libc::EEXIST) => "eexist",
        Some(libc::ENOSPC) => "enospc",
        Some(libc::EROFS) => "erofs",
        Some(libc::EMFILE) => "emfile",
        Some(libc::ENOMEM) => "enomem",
        Some(libc::EINVAL) => "einval",
        Some(libc::ELOOP) => "eloop",
        Some(libc::ENAMETOOLONG) => "enametoolong",
        _ => "eio",
    };
    let reason = intern(name)?;
    Ok(heap::tuple(ctx, &[well_known::ERROR.get(), reason]))
}

fn halt(_: &mut Context) -> Answer {
    exit::exit_with(0)
}

/// A status, `abort`, or a string that is shown before the program ends with status 1.
fn halt_with(_: &mut Context, status: Word) -> Answer {
    if let Some(status) = status.as_fixnum() {
        if status < 0 {
            return Err(Failure::Badarg);
        }
        exit::exit_with((status & 0xff) as i32)
    }
    if atom::name(status) == Some("abort") {
        exit::flush();
        std::process::abort()
    }
    let slogan = path(status)?;
    exit::flush();
    eprintln!("{slogan}");
    exit::exit_with(1)
}

fn halt_with_options(ctx: &mut Context, status: Word, options: Word) -> Answer {
    options.list_length().ok_or(Failure::Badarg)?;
    halt_with(ctx, status)
}

builtins! {
    /// `alate:output/1`.
    alate_output(data) = output;
    /// `alate:write/2`.
    alate_write(descriptor, data) = write;
    /// `alate:read_line/0`.
    alate_read_line() = read_line;
    /// `alate:read_file/1`.
    alate_read_file(name) = read_file;
    /// `alate:write_file/2`.
    alate_write_file(name, data) = write_file;
    /// `alate:delete_file/1`.
    alate_delete_file(name) = delete_file;
    /// `erlang:halt/0`.
    alate_halt() = halt;
    /// `erlang:halt/1`.
    alate_halt_with(status) = halt_with;
    /// `erlang:halt/2`.
    alate_halt_with_options(status, options) = halt_with_options;
}
