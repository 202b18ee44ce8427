//! What really goes over the wire: a TCP proxy that keeps every byte the client sends.
//!
//! In: where to pass bytes on to. Out: the bytes of each connection, as they came.
//! Never here: protocols.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A proxy on a loopback port. Its threads end with the connections; the listener's with the process.
#[derive(Debug)]
pub struct Tap {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Tap {
    /// Starts to pass connections on to `target`.
    ///
    /// # Panics
    ///
    /// If no port can be had.
    pub fn start(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let for_threads = Arc::clone(&sent);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                // A target that is gone is a connection that closes at once.
                let (Ok(client), Ok(server)) = (client, TcpStream::connect(target)) else { continue };
                let (to_client, from_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let sent = Arc::clone(&for_threads);
                std::thread::spawn(move || {
                    pass(client, server, |bytes| lock(&sent).extend_from_slice(bytes));
                });
                std::thread::spawn(move || pass(from_server, to_client, |_| {}));
            }
        });
        Self { address, sent }
    }

    /// Returns the address it listens at.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns all bytes that clients have sent.
    pub fn sent(&self) -> Vec<u8> {
        lock(&self.sent).clone()
    }
}

fn lock(bytes: &Mutex<Vec<u8>>) -> MutexGuard<'_, Vec<u8>> {
    bytes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut seen: impl FnMut(&[u8])) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        seen(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // Either may be gone already.
    let _ = (to.shutdown(Shutdown::Write), from.shutdown(Shutdown::Read));
}
