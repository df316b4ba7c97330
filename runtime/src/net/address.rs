//! Where sockets are: an address and a port of the Internet, or a file name of a local socket.

use socket2::SockAddr;
use std::ffi::OsStr;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::os::unix::ffi::OsStrExt;

/// An address of a socket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    Internet(SocketAddr),
    /// The bytes of a file's name; none for a socket that has no name.
    Local(Vec<u8>),
}

impl Address {
    /// The system's form of it.
    pub fn to_system(&self) -> io::Result<SockAddr> {
        match self {
            Address::Internet(address) => Ok(SockAddr::from(*address)),
            Address::Local(path) => SockAddr::unix(OsStr::from_bytes(path)),
        }
    }

    /// None: it is of no family that is known here.
    pub fn from_system(address: &SockAddr) -> Option<Address> {
        if let Some(internet) = address.as_socket() {
            return Some(Address::Internet(internet));
        }
        if !address.is_unix() {
            return None;
        }
        let path = address
            .as_pathname()
            .map(|path| path.as_os_str().as_bytes());
        Some(Address::Local(path.unwrap_or_default().to_vec()))
    }
}

/// The addresses of a host's name, one a line. Waits for the system's resolver.
pub fn resolve(name: &str, is_version_6: bool) -> io::Result<String> {
    let found = (name, 0).to_socket_addrs()?;
    let wanted = found.filter(|address| address.is_ipv6() == is_version_6);
    let mut lines: Vec<String> = wanted.map(|address| address.ip().to_string()).collect();
    lines.dedup();
    Ok(lines.join("\n"))
}
