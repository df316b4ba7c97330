//! What a file descriptor leads to, and writing to it with and without waiting for its reader.

use std::io;
use std::os::fd::RawFd;

/// Where a pipe or a socket has room, it has room for so much (`PIPE_BUF`, as Linux has it).
const PIECE: usize = 4096;

/// Where bytes are written to.
#[derive(Clone, Copy)]
pub struct Descriptor {
    number: RawFd,
    kind: Kind,
    /// A pipe or terminal opened once more, so that writing there never waits: the mode of what others
    /// have opened too is not ours to change.
    again: Option<RawFd>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nobody keeps its writers waiting.
    File,
    /// A pipe or a socket: it can be asked whether it has room.
    Pipe,
    /// It says that it has room, and does not say how much.
    Terminal,
}

impl Descriptor {
    /// Looks what a descriptor leads to.
    pub fn new(number: RawFd) -> Descriptor {
        // SAFETY: the call looks at a number.
        let kind = if unsafe { libc::isatty(number) } == 1 {
            Kind::Terminal
        } else {
            match status(number).map(|status| status.st_mode & libc::S_IFMT) {
                Some(libc::S_IFIFO | libc::S_IFSOCK) => Kind::Pipe,
                _ => Kind::File,
            }
        };
        let again = match kind {
            Kind::File => None,
            Kind::Pipe | Kind::Terminal => open_again(number),
        };
        Descriptor {
            number,
            kind,
            again,
        }
    }

    /// Whether a terminal shows it.
    pub fn is_terminal(&self) -> bool {
        self.kind == Kind::Terminal
    }

    /// Writes as much as there is room for; answers how much that was.
    pub fn write_what_fits(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = match (self.kind, self.again) {
                (Kind::File, _) => write(self.number, rest),
                (_, Some(again)) => write(again, rest),
                (Kind::Terminal, None) => break,
                (Kind::Pipe, None) if !self.has_room(0) => break,
                (Kind::Pipe, None) => write(self.number, &rest[..rest.len().min(PIECE)]),
            };
            match written {
                Ok(count) => rest = &rest[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(bytes.len() - rest.len())
    }

    /// Writes all, waiting for the reader.
    pub fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            match write(self.number, rest) {
                Ok(count) => rest = &rest[count..],
                // Whoever shares it has made it so.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.has_room(-1);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether there is room, within so many milliseconds; -1: for ever. A reader that has gone away
    /// counts as room: a write tells so.
    fn has_room(&self, milliseconds: i32) -> bool {
        let mut wanted = libc::pollfd {
            fd: self.number,
            events: libc::POLLOUT,
            revents: 0,
        };
        // SAFETY: the call writes to the one record that it is told of.
        unsafe { libc::poll(&raw mut wanted, 1, milliseconds) > 0 }
    }
}

/// Whether two descriptors lead to the same file, pipe or terminal.
pub fn are_same(one: RawFd, other: RawFd) -> bool {
    let place = |number| status(number).map(|status| (status.st_dev, status.st_ino));
    place(one).is_some_and(|found| place(other) == Some(found))
}

fn status(number: RawFd) -> Option<libc::stat> {
    // SAFETY: a record of zeros is a value; the call writes to it alone.
    unsafe {
        let mut status: libc::stat = std::mem::zeroed();
        (libc::fstat(number, &raw mut status) == 0).then_some(status)
    }
}

fn open_again(number: RawFd) -> Option<RawFd> {
    let path = std::ffi::CString::new(format!("/proc/self/fd/{number}")).ok()?;
    let flags = libc::O_WRONLY | libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_CLOEXEC;
    // SAFETY: the path is a text with an end. What is opened stays open as long as the program runs.
    let opened = unsafe { libc::open(path.as_ptr(), flags) };
    (opened >= 0).then_some(opened)
}

fn write(number: RawFd, bytes: &[u8]) -> io::Result<usize> {
    loop {
        // SAFETY: the call reads so many bytes from there.
        let count = unsafe { libc::write(number, bytes.as_ptr().cast(), bytes.len()) };
        if let Ok(count) = usize::try_from(count) {
            return Ok(count);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Descriptor, are_same};
    use std::io::{ErrorKind, Read, pipe};
    use std::os::fd::AsRawFd;

    #[test]
    fn a_full_pipe_keeps_nobody_and_loses_nothing() {
        for is_opened_again in [true, false] {
            fills(is_opened_again);
        }
    }

    fn fills(is_opened_again: bool) {
        let (mut reader, writer) = pipe().unwrap();
        let mut descriptor = Descriptor::new(writer.as_raw_fd());
        if !is_opened_again {
            descriptor.again = None;
        }
        let bytes: Vec<u8> = (0..1 << 20).map(|index| (index % 251) as u8).collect();
        let count = descriptor.write_what_fits(&bytes).unwrap();
        assert!((1..bytes.len()).contains(&count));
        assert_eq!(descriptor.write_what_fits(&bytes[count..]).unwrap(), 0);
        let mut read = vec![0; count];
        reader.read_exact(&mut read).unwrap();
        assert!(read == bytes[..count]);
        drop(reader);
        let error = descriptor.write_what_fits(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }

    #[test]
    fn two_ends_of_a_pipe_are_the_same_and_two_pipes_are_not() {
        let (reader, writer) = pipe().unwrap();
        let (other, _) = pipe().unwrap();
        assert!(are_same(reader.as_raw_fd(), writer.as_raw_fd()));
        assert!(!are_same(reader.as_raw_fd(), other.as_raw_fd()));
    }
}
