//! Errors of the system.

use std::io;

/// OTP's name of an error.
pub fn name(error: &io::Error) -> &'static str {
    error.raw_os_error().map_or("eio", name_of)
}

/// Whether files and sockets can be opened again when others have been closed.
pub fn is_lack_of_descriptors(number: i32) -> bool {
    matches!(number, libc::EMFILE | libc::ENFILE)
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
        libc::EPERM => "eperm",
        libc::ENFILE => "enfile",
        libc::ENOTEMPTY => "enotempty",
        libc::EBUSY => "ebusy",
        libc::EDQUOT => "edquot",
        libc::EFBIG => "efbig",
        libc::EXDEV => "exdev",
        libc::EMLINK => "emlink",
        libc::ENOTSOCK => "enotsock",
        libc::EBADF => "ebadf",
        libc::EPIPE => "epipe",
        libc::EINTR => "eintr",
        libc::ECONNREFUSED => "econnrefused",
        libc::ECONNRESET => "econnreset",
        libc::ECONNABORTED => "econnaborted",
        libc::ETIMEDOUT => "etimedout",
        libc::EHOSTUNREACH => "ehostunreach",
        libc::ENETUNREACH => "enetunreach",
        libc::EHOSTDOWN => "ehostdown",
        libc::ENETDOWN => "enetdown",
        libc::EADDRINUSE => "eaddrinuse",
        libc::EADDRNOTAVAIL => "eaddrnotavail",
        libc::EAFNOSUPPORT => "eafnosupport",
        libc::EPROTONOSUPPORT => "eprotonosupport",
        libc::EPROTOTYPE => "eprototype",
        libc::EOPNOTSUPP => "eopnotsupp",
        libc::EMSGSIZE => "emsgsize",
        libc::ENOTCONN => "enotconn",
        libc::EISCONN => "eisconn",
        libc::EALREADY => "ealready",
        libc::EINPROGRESS => "einprogress",
        libc::ENOBUFS => "enobufs",
        libc::EDESTADDRREQ => "edestaddrreq",
        libc::ENOPROTOOPT => "enoprotoopt",
        libc::ENXIO => "enxio",
        libc::ENODEV => "enodev",
        libc::ESPIPE => "espipe",
        libc::ETXTBSY => "etxtbsy",
        libc::ENOEXEC => "enoexec",
        libc::ECHILD => "echild",
        libc::ESRCH => "esrch",
        _ => "eio",
    }
}
