//! Two sockets of this program, and what the poller says of them.

use super::address::Address;
use super::packet::Packet;
use super::poller::{self, Happened};
use super::socket::{Socket, Want};
use super::state::{Active, Outcome, Role};
use crate::os::input::Asker;
use socket2::Domain;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// One test at a time has the poller, which there is once.
static POLLER: LazyLock<Mutex<Receiver<()>>> = LazyLock::new(|| {
    let (knock, knocked): (Sender<()>, _) = channel();
    poller::begin(move || {
        let _ = knock.send(());
    })
    .expect("a poller");
    Mutex::new(knocked)
});

fn poller() -> MutexGuard<'static, Receiver<()>> {
    POLLER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn happened(knocked: &Receiver<()>) -> Vec<Happened> {
    loop {
        let found = poller::take();
        if !found.is_empty() {
            return found.into();
        }
        knocked
            .recv_timeout(Duration::from_secs(60))
            .expect("a knock");
    }
}

fn asker(number: u64) -> Asker {
    Asker { process: 1, number }
}

fn pair(knocked: &Receiver<()>) -> (Arc<Socket>, Arc<Socket>) {
    let any = Address::Internet(([127, 0, 0, 1], 0).into());
    let listener = Socket::open(1, Domain::IPV4, Role::Stream).expect("a socket");
    listener.bind(&any).expect("bound");
    listener.listen(5).expect("listening");
    let at = Address::from_system(&listener.system.local_addr().expect("a name"));
    let client = Socket::open(1, Domain::IPV4, Role::Stream).expect("a socket");
    client.state().settings.active = Active::Passive;
    listener.state().settings.active = Active::Passive;
    let begun = client.connect(&at.expect("an address"));
    let server = loop {
        match listener.accept(1) {
            Outcome::Done(server) => break server,
            Outcome::Wait => {
                assert!(listener.await_ready(asker(9), Want::Read));
                assert_eq!(happened(knocked), [Happened::Ready(asker(9))]);
            }
            _ => panic!("no connection"),
        }
    };
    if begun == Outcome::Wait {
        assert_eq!(client.connected(), Outcome::Done(()));
    }
    listener.close();
    (client, server)
}

#[test]
fn packets_go_from_one_to_the_other() {
    let knocked = poller();
    let (client, server) = pair(&knocked);
    for socket in [&client, &server] {
        socket.state().settings.packet = Packet::Counted(2);
    }
    assert_eq!(server.receive(0, <[u8]>::to_vec), Outcome::Wait);
    assert!(server.await_ready(asker(3), Want::Read));
    assert_eq!(client.send(b"first"), Outcome::Done(()));
    assert_eq!(client.send(b""), Outcome::Done(()));
    assert_eq!(happened(&knocked), [Happened::Ready(asker(3))]);
    assert_eq!(
        server.receive(0, <[u8]>::to_vec),
        Outcome::Done(b"first".to_vec())
    );
    assert_eq!(server.receive(0, <[u8]>::to_vec), Outcome::Done(vec![]));
    client.close();
    assert!(server.await_ready(asker(4), Want::Read));
    assert_eq!(happened(&knocked), [Happened::Ready(asker(4))]);
    assert_eq!(server.receive(0, <[u8]>::to_vec), Outcome::Closed);
    server.close();
}

#[test]
fn who_waits_hears_that_the_socket_has_been_closed() {
    let knocked = poller();
    let (client, server) = pair(&knocked);
    assert!(server.await_ready(asker(5), Want::Read));
    server.close();
    assert_eq!(happened(&knocked), [Happened::Ready(asker(5))]);
    assert!(!server.await_ready(asker(6), Want::Read));
    client.close();
}

#[test]
fn much_is_written_bit_by_bit_and_nothing_is_lost() {
    let knocked = poller();
    let (client, server) = pair(&knocked);
    let bytes: Vec<u8> = (0..8_000_000u32).map(|byte| byte as u8).collect();
    assert_eq!(client.send(&bytes), Outcome::Wait);
    assert_eq!(client.drained(), Outcome::Wait);
    assert_eq!(client.send(b"the end"), Outcome::Wait);
    // Closed before all is written.
    client.close();
    let mut read = Vec::new();
    loop {
        match server.receive(0, |bytes| read.extend_from_slice(bytes)) {
            Outcome::Done(()) => {}
            Outcome::Wait => {
                assert!(server.await_ready(asker(7), Want::Read));
                assert_eq!(happened(&knocked), [Happened::Ready(asker(7))]);
            }
            Outcome::Closed => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(read.len(), bytes.len() + 7);
    assert!(read.starts_with(&bytes) && read.ends_with(b"the end"));
    server.close();
}

#[test]
fn an_active_socket_is_announced_once_until_it_has_been_read() {
    let knocked = poller();
    let (client, server) = pair(&knocked);
    server.state().settings.active = Active::Always;
    server.watch_if_active();
    assert_eq!(client.send(b"x"), Outcome::Done(()));
    assert_eq!(happened(&knocked), [Happened::Active(server.number)]);
    assert_eq!(server.receive(0, <[u8]>::len), Outcome::Done(1));
    assert_eq!(server.receive(0, <[u8]>::len), Outcome::Wait);
    server.watch_if_active();
    assert_eq!(client.send(b"yz"), Outcome::Done(()));
    assert_eq!(happened(&knocked), [Happened::Active(server.number)]);
    client.close();
    server.close();
}
