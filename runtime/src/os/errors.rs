//! Errors of the system.

use std::io;

/// OTP's name of an error.
pub fn name(error: &io::Error) -> &'static str {
    error.raw_os_error().map_or("eio", name_of)
}

/// The same of its number.
pub fn name_of(number: i32) -> &'static str {
    match number {
        libc::ENOENT => "enoent",
        libc::EACCES => "eacces",
        libc::EISDIR => "eisdir",
        libc::ENOTDIR => "enotdir",
        libc::EEXIST => "eexist",
        libc::ENOSPC => "enospc",
        libc::EROFS => "erofs",
        libc::EMFILE => "emfile",
        libc::ENOMEM => "enomem",
        libc::EINVAL => "einval",
        libc::ELOOP => "eloop",
        libc::ENAMETOOLONG => "enametoolong",
        libc::EAGAIN => "eagain",
        _ => "eio",
    }
}
