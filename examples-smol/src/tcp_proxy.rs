//! A TCP proxy: passes bytes both ways, keeps half-closes, and refuses when it is full.
//!
//! Article B, "When to use Smol": “network I/O requiring thousands of concurrent connections (e.g.,
//! proxy servers)”. Each client is a task of one thread and borrows from `serve`, as in
//! `local_borrow`. Without addresses, the proxy serves two clients of its own.
//!
//! Run: `cargo run -p examples-smol -- tcp_proxy [LISTEN UPSTREAM]`
//! Paste: `cargo add anyhow smol socket2`

use std::io::{self, ErrorKind, Write};
use std::net::{Shutdown, SocketAddr};
use std::{cell::Cell, env, time::Duration};

use anyhow::Context;
use smol::lock::{Semaphore, SemaphoreGuard};
use smol::net::{TcpListener, TcpStream, resolve};
use smol::{LocalExecutor, Timer, future, prelude::*};
use socket2::SockRef;

const CLIENTS: usize = 400; // with two open files each: many systems allow a process 1024
const PATIENCE: Duration = Duration::from_secs(60);

/// Accepts clients forever and connects each with the first address of the upstream that answers.
///
/// When `clients` of them are connected, it refuses others. It waits at most `patience` for the
/// upstream to accept, and for a client to read a refusal. It resets a connection that passes no
/// bytes for `patience`, at the latest after twice that time.
pub async fn serve(
    listener: TcpListener,
    upstream: &[SocketAddr],
    clients: usize,
    patience: Duration,
) -> ! {
    let (places, refusals) = (Semaphore::new(clients), Semaphore::new(64));
    let (accept_failed, connect_failed) = (Cell::new(false), Cell::new(false));
    let never = || false; // These waits do not begin again.
    let attend = async |mut client: TcpStream, is_full: bool, _place: SemaphoreGuard| {
        let mut why = "the proxy is busy, try again later\n";
        if !is_full {
            let server = TcpStream::connect(upstream).or(time_limit(patience, never)).await;
            log(&connect_failed, "can't reach the upstream", &server);
            if let Ok(server) = server {
                return relay(client, server, patience).await;
            }
            why = "the upstream can't be reached\n";
        }
        let goodbye = async {
            client.write_all(why.as_bytes()).await?;
            client.shutdown(Shutdown::Write)?;
            // Closing with unread bytes would reset the connection; a reset can overtake the line.
            smol::io::copy(&mut client, smol::io::sink()).await
        };
        let _ = goodbye.or(time_limit(patience, never)).await; // An error means that it is gone.
    };
    let executor = LocalExecutor::new(); // dropped before what its tasks borrow
    let accepting = async {
        loop {
            let accepted = listener.accept().await;
            log(&accept_failed, "can't accept now, trying again", &accepted);
            let Ok((client, _)) = accepted else {
                // Usually no file descriptor is left. The client waits in the system's queue.
                Timer::after(Duration::from_millis(10)).await;
                continue;
            };
            let place = places.try_acquire();
            let is_full = place.is_none();
            // With more than 64 refusals at once, the proxy only closes the connection.
            if let Some(place) = place.or_else(|| refusals.try_acquire()) {
                executor.spawn(attend(client, is_full, place)).detach();
            }
        }
    };
    executor.run(accepting).await
}

/// Passes bytes both ways until both sides have closed, one is lost, or nothing passes for long.
async fn relay(client: TcpStream, server: TcpStream, patience: Duration) {
    let _ = (client.set_nodelay(true), server.set_nodelay(true)); // Never wait to fill a packet.
    let (moved, reset) = (Cell::new(false), Cell::new(false));
    let pass = async |mut from: TcpStream, mut to: TcpStream| -> io::Result<()> {
        // All that the proxy holds of one direction: a slow reader slows the sender down.
        let mut buffer = vec![0; 8 * 1024];
        loop {
            let count = from.read(&mut buffer).await?;
            if count == 0 && reset.get() {
                return Err(ErrorKind::ConnectionReset.into());
            } else if count == 0 {
                // Not a drop, which closes both directions: the answer may still be on its way.
                return to.shutdown(Shutdown::Write).or(Ok(())); // Fails if `to` is gone.
            } else if let Err(error) = to.write_all(&buffer[..count]).await {
                // `to` is lost, but the other direction may still read its last words. After
                // this error, reads return 0 as if the peer had closed normally: remember a reset.
                reset.set(error.kind() == ErrorKind::ConnectionReset);
                return Ok(());
            }
            moved.set(true);
        }
    };
    let (there, back) =
        (pass(client.clone(), server.clone()), pass(server.clone(), client.clone()));
    // Both directions run in this task. The first error drops the other direction.
    let silence = time_limit(patience, || moved.replace(false));
    if future::try_zip(there, back).or(silence).await.is_err() {
        // A plain drop would make a cut transfer look whole. Without time to linger, a drop resets
        // the connection, and the other side sees an error.
        for side in [&client, &server] {
            let _ = SockRef::from(side).set_linger(Some(Duration::ZERO));
        }
    }
}

/// Returns an error after `patience`, but begins again each time when `restarts` is true by then.
async fn time_limit<T>(patience: Duration, restarts: impl Fn() -> bool) -> io::Result<T> {
    loop {
        Timer::after(patience).await;
        if !restarts() {
            return Err(ErrorKind::TimedOut.into());
        }
    }
}

/// Writes an error to stderr, but only the first of several in a row: clients can't flood the log.
fn log<T>(failed: &Cell<bool>, what: &str, result: &io::Result<T>) {
    let failed_before = failed.replace(result.is_err());
    if let Err(error) = result
        && !failed_before
    {
        let _ = writeln!(io::stderr(), "{what}: {error}"); // `eprintln!` panics on a full disk.
    }
}

/// Runs an upstream that echoes, a proxy with one place, and two clients.
async fn demonstrate() -> anyhow::Result<()> {
    let upstream = TcpListener::bind("127.0.0.1:0").await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (address, proxy) = (upstream.local_addr()?, listener.local_addr()?);
    let echo = async {
        let (mut client, _) = upstream.accept().await?;
        smol::io::copy(client.clone(), &mut client).await?;
        client.write_all(b"that was all, goodbye\n").await
    };
    let clients = async {
        let mut first = TcpStream::connect(proxy).await?;
        first.write_all(b"one\ntwo\n").await?;
        let (mut refusal, mut answer) = (String::new(), String::new());
        TcpStream::connect(proxy).await?.read_to_string(&mut refusal).await?;
        print!("a second client gets: {refusal}");
        first.shutdown(Shutdown::Write)?;
        first.read_to_string(&mut answer).await?;
        print!("the first client sends no more, and still gets:\n{answer}");
        Ok(())
    };
    let proxying = async { serve(listener, &[address], 1, PATIENCE).await };
    Ok(future::try_zip(echo, clients).or(proxying).await.map(drop)?)
}

pub fn main() -> anyhow::Result<()> {
    smol::block_on(async {
        let (Some(listen), Some(upstream)) = (env::args().nth(1), env::args().nth(2)) else {
            return demonstrate().await;
        };
        // Once, not for each client: a slow name server holds up nobody later.
        let upstream =
            resolve(&*upstream).await.with_context(|| format!("can't find {upstream}"))?;
        let listener = TcpListener::bind(&*listen).await;
        let listener = listener.with_context(|| format!("can't listen on {listen}"))?;
        SockRef::from(&listener).listen(1024)?; // `bind` has room for a burst of 128 clients.
        println!("from {} to {upstream:?}; Ctrl-C ends it", listener.local_addr()?);
        serve(listener, &upstream, CLIENTS, PATIENCE).await
    })
}
