//! Which sockets there are, by their numbers, and to whom they belong.

use super::socket::Socket;
use crate::word::ByNumber;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

#[derive(Default)]
struct Registry {
    sockets: ByNumber<Arc<Socket>>,
    /// Numbers by the pid of the owner.
    owned: BTreeMap<u64, BTreeSet<u64>>,
}

static REGISTRY: LazyLock<RwLock<Registry>> = LazyLock::new(RwLock::default);
/// How many there are: processes of programs without sockets end quickly.
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// The number of the last one.
static LAST: AtomicU64 = AtomicU64::new(0);

fn read() -> RwLockReadGuard<'static, Registry> {
    // Nothing that is done under the lock panics half-way.
    REGISTRY.read().unwrap_or_else(PoisonError::into_inner)
}

fn write() -> RwLockWriteGuard<'static, Registry> {
    REGISTRY.write().unwrap_or_else(PoisonError::into_inner)
}

/// A number that no socket has had.
pub fn new_number() -> u64 {
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Takes in a new socket.
pub fn add(socket: Socket) -> Arc<Socket> {
    let socket = Arc::new(socket);
    let mut registry = write();
    let owned = registry.owned.entry(socket.owner()).or_default();
    owned.insert(socket.number);
    registry.sockets.insert(socket.number, Arc::clone(&socket));
    COUNT.store(registry.sockets.len(), Ordering::Relaxed);
    socket
}

/// The socket of a number, if it is open.
pub fn find(number: u64) -> Option<Arc<Socket>> {
    read().sockets.get(&number).cloned()
}

/// The numbers of all that are open, in order.
pub fn all() -> Vec<u64> {
    let mut numbers: Vec<u64> = read().sockets.keys().copied().collect();
    numbers.sort_unstable();
    numbers
}

/// Gives a socket to another process.
pub fn give(socket: &Socket, to: u64) {
    let mut registry = write();
    let from = socket.owner();
    if !registry.sockets.contains_key(&socket.number) {
        return;
    }
    disown(&mut registry, from, socket.number);
    registry.owned.entry(to).or_default().insert(socket.number);
    socket.set_owner(to);
}

/// Forgets a socket. False: it was not there any more.
pub fn remove(socket: &Socket) -> bool {
    let mut registry = write();
    let was_there = registry.sockets.remove(&socket.number).is_some();
    disown(&mut registry, socket.owner(), socket.number);
    COUNT.store(registry.sockets.len(), Ordering::Relaxed);
    was_there
}

fn disown(registry: &mut Registry, owner: u64, number: u64) {
    if let Some(owned) = registry.owned.get_mut(&owner) {
        owned.remove(&number);
        if owned.is_empty() {
            registry.owned.remove(&owner);
        }
    }
}

/// The open sockets of a process.
pub fn owned_by(pid: u64) -> Vec<Arc<Socket>> {
    if COUNT.load(Ordering::Relaxed) == 0 {
        return Vec::new();
    }
    let registry = read();
    let numbers = registry.owned.get(&pid).into_iter().flatten();
    let sockets = numbers.filter_map(|number| registry.sockets.get(number));
    sockets.cloned().collect()
}

/// A process has ended: so do its sockets.
pub fn owner_ended(pid: u64) {
    for socket in owned_by(pid) {
        socket.close();
    }
}
