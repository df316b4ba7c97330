//! What the file system knows of files, and changes to it: for Erlang's module `file`.

use super::entry::builtins;
use super::io::{error_tuple, intern, path, refuse_with_seed};
use crate::atom::{self, well_known};
use crate::heap;
use crate::number;
use crate::os::errors;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use std::ffi::CString;
use std::fs::{self, FileTimes, Metadata, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// ok, or `#(error Reason)`.
fn done(ctx: &mut Context, result: io::Result<()>) -> Answer {
    match result {
        Ok(()) => Ok(well_known::OK.get()),
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

/// `#(ok Value)`, or `#(error Reason)`.
fn value<T>(
    ctx: &mut Context,
    result: io::Result<T>,
    term: impl FnOnce(&mut Context, T) -> Answer,
) -> Answer {
    match result {
        Ok(value) => {
            let value = term(ctx, value)?;
            Ok(heap::tuple(ctx, &[well_known::OK.get(), value]))
        }
        Err(error) => error_tuple(ctx, errors::name(&error)),
    }
}

fn kind(metadata: &Metadata) -> &'static str {
    let kind = metadata.file_type();
    if kind.is_file() {
        "regular"
    } else if kind.is_dir() {
        "directory"
    } else if kind.is_symlink() {
        "symlink"
    } else if kind.is_char_device() || kind.is_block_device() {
        "device"
    } else {
        "other"
    }
}

/// What this process may do with a file.
fn access(path: &str) -> &'static str {
    let may = |mode| {
        let path = CString::new(path).unwrap_or_default();
        // SAFETY: the path is a string that a zero ends.
        unsafe { libc::access(path.as_ptr(), mode) == 0 }
    };
    match (may(libc::R_OK), may(libc::W_OK)) {
        (true, true) => "read_write",
        (true, false) => "read",
        (false, true) => "write",
        (false, false) => "none",
    }
}

/// OTP's record `file_info`; times are seconds.
fn file_info(ctx: &mut Context, path: &str, metadata: &Metadata) -> Answer {
    let numbers = |ctx: &mut Context, number: i64| number::small(ctx, number);
    let device = |ctx: &mut Context, number: u64| number::small(ctx, number as i64);
    let parts = [
        intern("file_info")?,
        numbers(ctx, metadata.len() as i64),
        intern(kind(metadata))?,
        intern(access(path))?,
        numbers(ctx, metadata.atime()),
        numbers(ctx, metadata.mtime()),
        numbers(ctx, metadata.ctime()),
        numbers(ctx, i64::from(metadata.mode())),
        device(ctx, metadata.nlink()),
        device(ctx, metadata.dev()),
        device(ctx, metadata.rdev()),
        device(ctx, metadata.ino()),
        numbers(ctx, i64::from(metadata.uid())),
        numbers(ctx, i64::from(metadata.gid())),
    ];
    Ok(heap::tuple(ctx, &parts))
}

fn info(ctx: &mut Context, name: Word, follow: bool) -> Answer {
    refuse_with_seed(ctx, "read_file_info")?;
    let path = path(name)?;
    let metadata = match follow {
        true => fs::metadata(&path),
        false => fs::symlink_metadata(&path),
    };
    value(ctx, metadata, |ctx, metadata| {
        file_info(ctx, &path, &metadata)
    })
}

fn read_link(ctx: &mut Context, name: Word) -> Answer {
    refuse_with_seed(ctx, "read_link")?;
    let target = fs::read_link(path(name)?);
    value(ctx, target, |ctx, target| {
        Ok(heap::char_list(ctx, &target.to_string_lossy()))
    })
}

/// Copies at most so many bytes, all if the number is negative.
fn copy(ctx: &mut Context, source: Word, target: Word, most: Word) -> Answer {
    refuse_with_seed(ctx, "copy")?;
    let most = u64::try_from(most.as_fixnum().ok_or(Failure::Badarg)?).unwrap_or(u64::MAX);
    let (source, target) = (path(source)?, path(target)?);
    let copied = fs::File::open(source).and_then(|source| {
        if source.metadata()?.is_dir() {
            return Err(io::Error::from_raw_os_error(libc::EISDIR));
        }
        io::copy(&mut source.take(most), &mut fs::File::create(target)?)
    });
    value(ctx, copied, |ctx, bytes| {
        Ok(number::small(ctx, bytes as i64))
    })
}

fn set_mode(ctx: &mut Context, name: Word, mode: Word) -> Answer {
    let mode = mode.as_fixnum().and_then(|mode| u32::try_from(mode).ok());
    let mode = Permissions::from_mode(mode.ok_or(Failure::Badarg)? & 0o7777);
    let result = fs::set_permissions(path(name)?, mode);
    done(ctx, result)
}

/// An owner or group; what is no number stays as it is.
fn identity(word: Word) -> Option<u32> {
    word.as_fixnum().and_then(|id| u32::try_from(id).ok())
}

fn set_owner(ctx: &mut Context, name: Word, user: Word, group: Word) -> Answer {
    let result = std::os::unix::fs::chown(path(name)?, identity(user), identity(group));
    done(ctx, result)
}

/// Sets the times of the last access and change, in seconds.
fn set_times(ctx: &mut Context, name: Word, access: Word, change: Word) -> Answer {
    let time = |word: Word| -> Result<SystemTime, Failure> {
        let seconds = word.as_fixnum().ok_or(Failure::Badarg)?;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let time = match seconds < 0 {
            true => UNIX_EPOCH.checked_sub(distance),
            false => UNIX_EPOCH.checked_add(distance),
        };
        time.ok_or(Failure::Badarg)
    };
    let times = FileTimes::new()
        .set_accessed(time(access)?)
        .set_modified(time(change)?);
    let result = fs::File::open(path(name)?).and_then(|file| file.set_times(times));
    done(ctx, result)
}

fn append(ctx: &mut Context, name: Word, data: Word) -> Answer {
    let path = path(name)?;
    let Ok(bytes) = crate::binary::iolist::bytes(data) else {
        return error_tuple(ctx, "badarg");
    };
    let file = OpenOptions::new().append(true).create(true).open(path);
    let result = file.and_then(|mut file| io::Write::write_all(&mut file, &bytes));
    done(ctx, result)
}

/// A change by its name: of one file, or of one that has to do with another.
fn change(ctx: &mut Context, what: Word, name: Word, other: Word) -> Answer {
    let path_of = path;
    let path = path(name)?;
    let result = match atom::name(what) {
        Some("make_dir") => fs::create_dir(path),
        // OTP has one name for a folder that is not empty and a name that is taken.
        Some("del_dir") => fs::remove_dir(path).map_err(|error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty => io::Error::from_raw_os_error(libc::EEXIST),
            _ => error,
        }),
        Some("rename") => fs::rename(path, path_of(other)?),
        Some("make_link") => fs::hard_link(path, path_of(other)?),
        Some("make_symlink") => std::os::unix::fs::symlink(path, path_of(other)?),
        _ => return Err(Failure::Badarg),
    };
    done(ctx, result)
}

builtins! {
    /// `alate:file_info(name)`
    alate_file_info(name) = |ctx, name| info(ctx, name, true);
    /// `alate:link_info(name)`: of a symbolic link itself
    alate_link_info(name) = |ctx, name| info(ctx, name, false);
    /// `alate:read_link(name)`
    alate_read_link(name) = read_link;
    /// `alate:copy_file(source, target, most)`
    alate_copy_file(source, target, most) = copy;
    /// `alate:append_file(name, data)`
    alate_append_file(name, data) = append;
    /// `alate:set_file_mode(name, mode)`
    alate_set_file_mode(name, mode) = set_mode;
    /// `alate:set_file_owner(name, user, group)`
    alate_set_file_owner(name, user, group) = set_owner;
    /// `alate:set_file_times(name, access, change)`
    alate_set_file_times(name, access, change) = set_times;
    /// `alate:change_file(what, name, other)`
    alate_change_file(what, name, other) = change;
}
