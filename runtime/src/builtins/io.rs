//! Input and output, and the end of the program.

use super::entry::builtins;
use super::processes::{current, own_pid, worker, world};
use super::time::unique;
use crate::atom;
use crate::atom::well_known;
use crate::binary::{self, iolist};
use crate::heap;
use crate::os::input::{self, Asker, Line};
use crate::os::stdio::{Pace, Stream};
use crate::os::{entropy, errors, exit, stdio};
use crate::process::host::HOST;
use crate::process::{STANDARD_DEVICE, reference};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::io;

/// Writes bytes. A reader that is slow has the process wait, at its next poll; a standard output that
/// nobody reads any more ends the program, as it ends other programs in a pipe.
pub(super) fn put(ctx: &mut Context, stream: Stream, bytes: &[u8]) -> Result<(), Failure> {
    let result = match stdio::write(stream, bytes) {
        // The order of processes must not depend on the reader.
        Ok(Pace::Wait) if worker(ctx)?.is_seeded() => stdio::drain(stream),
        Ok(Pace::Wait) => {
            world(ctx)?.wait_for_reader(worker(ctx)?, current(ctx)?, stream);
            Ok(())
        }
        Ok(Pace::GoOn) => Ok(()),
        Err(error) => Err(error),
    };
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        // As OTP does, a write that fails otherwise is not the caller's concern.
        _ => Ok(()),
    }
}

/// Writes an I/O list to file descriptor 1 or 2.
fn write(ctx: &mut Context, descriptor: Word, data: Word) -> Answer {
    let bytes = iolist::bytes(data)?;
    let stream = match descriptor.as_fixnum() {
        Some(1) => Stream::Output,
        Some(2) => Stream::Error,
        _ => return Err(Failure::Badarg),
    };
    put(ctx, stream, &bytes)?;
    Ok(well_known::OK.get())
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

/// The next line of standard input with its newline, if it has one; `eof`, `#(error Reason)`; or a
/// reference: the answer comes as a message `#(Reference Answer)` then. What was asked of a reader of
/// the output is seen before the answer is awaited.
fn read_line(ctx: &mut Context) -> Answer {
    refuse_with_seed(ctx, "read_line")?;
    stdio::flush_unless_busy();
    let world = world(ctx)?;
    let asker = Asker {
        process: own_pid(ctx)?,
        number: unique(),
    };
    match input::ask(asker, || world.knock()) {
        Some(Line::Bytes(line)) => binary::from_bytes(ctx, &line),
        Some(Line::End) => Ok(well_known::EOF.get()),
        Some(Line::Error(number)) => error_tuple(ctx, errors::name_of(number)),
        None => Ok(reference(ctx, asker.number)),
    }
}

/// What is read is not in the seed, so the run could not be repeated:
/// the error `#(refused_under_seed Function)`.
pub(super) fn refuse_with_seed(ctx: &mut Context, function: &str) -> Result<(), Failure> {
    if !worker(ctx)?.is_seeded() {
        return Ok(());
    }
    let parts = [intern("refused_under_seed")?, intern(function)?];
    Err(Failure::Reason(heap::tuple(ctx, &parts)))
}

/// The most bytes that one call of `alate:entropy/1` makes.
const MOST_ENTROPY: i64 = 1 << 16;

fn entropy(ctx: &mut Context, count: Word) -> Answer {
    let count = count.as_fixnum().ok_or(Failure::Badarg)?;
    if !(0..=MOST_ENTROPY).contains(&count) {
        return Err(Failure::Badarg);
    }
    refuse_with_seed(ctx, "strong_rand_bytes")?;
    let mut bytes = vec![0; count as usize];
    match entropy::fill(&mut bytes) {
        Ok(()) => binary::from_bytes(ctx, &bytes),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn read_file(ctx: &mut Context, name: Word) -> Answer {
    refuse_with_seed(ctx, "read_file")?;
    match std::fs::read(path(name)?) {
        Ok(bytes) => {
            let contents = binary::from_bytes(ctx, &bytes)?;
            Ok(heap::tuple(ctx, &[well_known::OK.get(), contents]))
        }
        Err(error) => error_tuple(ctx, errors::name(&error)),
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
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn delete_file(ctx: &mut Context, name: Word) -> Answer {
    match std::fs::remove_file(path(name)?) {
        Ok(()) => Ok(well_known::OK.get()),
        // POSIX's answer for a folder, and OTP's.
        Err(error) if error.raw_os_error() == Some(libc::EISDIR) => error_tuple(ctx, "eperm"),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

/// `#(ok folder)`: where relative names begin.
fn get_cwd(ctx: &mut Context) -> Answer {
    match std::env::current_dir() {
        Ok(folder) => {
            let folder = heap::char_list(ctx, &folder.to_string_lossy());
            Ok(heap::tuple(ctx, &[well_known::OK.get(), folder]))
        }
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn set_cwd(ctx: &mut Context, name: Word) -> Answer {
    match std::env::set_current_dir(path(name)?) {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

/// `#(ok names)`, in the order in which the system has them.
fn list_dir(ctx: &mut Context, name: Word) -> Answer {
    let names = std::fs::read_dir(path(name)?).and_then(|entries| {
        let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
        names.collect::<std::io::Result<Vec<_>>>()
    });
    match names {
        Ok(names) => {
            let words: Vec<Word> = names
                .iter()
                .map(|name| heap::char_list(ctx, &name.to_string_lossy()))
                .collect();
            let names = heap::list(ctx, words, Word::NIL);
            Ok(heap::tuple(ctx, &[well_known::OK.get(), names]))
        }
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

/// A file name: a string, a binary or an atom.
pub(super) fn path(name: Word) -> Result<String, Failure> {
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

pub(super) fn intern(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// `#(error Reason)`
pub(super) fn error_tuple(ctx: &mut Context, name: &str) -> Answer {
    let reason = intern(name)?;
    Ok(heap::tuple(ctx, &[well_known::ERROR.get(), reason]))
}

fn halt(_: &mut Context) -> Answer {
    refuse_with_host()?;
    exit::exit_with(0)
}

/// A program inside another does not end that: the error `halted`.
fn refuse_with_host() -> Result<(), Failure> {
    match HOST.may_end() {
        true => Ok(()),
        false => Err(Failure::Reason(intern("halted")?)),
    }
}

/// A status, `abort`, or a string that is shown before the program ends with status 1.
fn halt_with(_: &mut Context, status: Word) -> Answer {
    refuse_with_host()?;
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
    /// `entropy(count)`
    alate_entropy(count) = entropy;
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
    /// `alate:get_cwd/0`.
    alate_get_cwd() = get_cwd;
    /// `alate:set_cwd/1`.
    alate_set_cwd(name) = set_cwd;
    /// `alate:list_dir/1`.
    alate_list_dir(name) = list_dir;
    /// `erlang:halt/0`.
    alate_halt() = halt;
    /// `erlang:halt/1`.
    alate_halt_with(status) = halt_with;
    /// `erlang:halt/2`.
    alate_halt_with_options(status, options) = halt_with_options;
}
