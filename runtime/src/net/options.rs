//! Options that the system keeps: those of `inet:setopts/2` that are numbers.

use super::socket::Socket;
use socket2::SockRef;
use std::io;
use std::time::Duration;

/// Sets an option; truth is 1. None: there is none of that name.
pub fn set(socket: &Socket, name: &str, value: i64) -> Option<io::Result<()>> {
    let system = SockRef::from(&socket.system);
    let truth = value != 0;
    let size = || usize::try_from(value).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
    let small = || u32::try_from(value).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
    Some(match name {
        "nodelay" => system.set_tcp_nodelay(truth),
        "reuseaddr" => system.set_reuse_address(truth),
        "reuseport" => system.set_reuse_port(truth),
        "keepalive" => system.set_keepalive(truth),
        "broadcast" => system.set_broadcast(truth),
        "ipv6_v6only" => system.set_only_v6(truth),
        "sndbuf" => size().and_then(|size| system.set_send_buffer_size(size)),
        "recbuf" => size().and_then(|size| system.set_recv_buffer_size(size)),
        "tos" => small().and_then(|tos| system.set_tos_v4(tos)),
        "ttl" => small().and_then(|ttl| system.set_ttl_v4(ttl)),
        "multicast_ttl" => small().and_then(|ttl| system.set_multicast_ttl_v4(ttl)),
        "multicast_loop" => system.set_multicast_loop_v4(truth),
        // Seconds; less than 0: closing does not wait.
        "linger" => {
            let seconds = u64::try_from(value).ok().map(Duration::from_secs);
            system.set_linger(seconds)
        }
        _ => return None,
    })
}

/// What an option is.
pub fn get(socket: &Socket, name: &str) -> Option<io::Result<i64>> {
    let system = SockRef::from(&socket.system);
    let truth = |value: io::Result<bool>| value.map(i64::from);
    Some(match name {
        "nodelay" => truth(system.tcp_nodelay()),
        "reuseaddr" => truth(system.reuse_address()),
        "reuseport" => truth(system.reuse_port()),
        "keepalive" => truth(system.keepalive()),
        "broadcast" => truth(system.broadcast()),
        "ipv6_v6only" => truth(system.only_v6()),
        "sndbuf" => system.send_buffer_size().map(|size| size as i64),
        "recbuf" => system.recv_buffer_size().map(|size| size as i64),
        "tos" => system.tos_v4().map(i64::from),
        "ttl" => system.ttl_v4().map(i64::from),
        "multicast_ttl" => system.multicast_ttl_v4().map(i64::from),
        "multicast_loop" => truth(system.multicast_loop_v4()),
        "linger" => system
            .linger()
            .map(|time| time.map_or(-1, |time| time.as_secs() as i64)),
        _ => return None,
    })
}
