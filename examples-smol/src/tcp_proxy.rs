//! A TCP proxy: passes bytes both ways, keeps half-closes, and refuses when it is full.
//!
//! Article B, "When to use Smol": "network I/O requiring thousands of concurrent connections (e.g.,
//! proxy servers)". Each connection is a task of one thread, and the tasks borrow the proxy's
//! settings from `serve`, as those of `local_borrow` do.
//!
//! Run: `cargo run -p examples-smol -- tcp_proxy [LISTEN UPSTREAM]`
//! Paste: `cargo add anyhow smol`

use std::cell::Cell;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use smol::io::BufReader;
use smol::lock::Semaphore;
use smol::net::{TcpListener, TcpStream, resolve};
use smol::prelude::*;
use smol::{LocalExecutor, Timer, future};

/// What clients may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Clients that are served at the same time; one more is refused. Each takes two open files.
    pub clients: usize,
    /// How long the upstream may take to accept a connection, and a client to read a refusal.
    pub patience: Duration,
    /// A connection that passes nothing either way for so long is closed, at the latest after twice
    /// that time.
    pub idle: Duration,
}

// Twice 400 open files, and the refusals, are within the 1024 that many systems allow a process.
const LIMITS: Limits =
    Limits { clients: 400, patience: Duration::from_secs(10), idle: Duration::from_secs(300) };

const BUSY: &str = "the proxy is busy, try again later\n";
const NO_UPSTREAM: &str = "the upstream can't be reached\n";

pub fn main() -> anyhow::Result<ExitCode> {
    let arguments = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let arguments: Vec<String> = arguments.collect();
    smol::block_on(async {
        match arguments.as_slice() {
            [] => demonstrate().await,
            [listen, upstream] => proxy(listen, upstream).await,
            [_] => Ok(usage("one address is missing")),
            _ => Ok(usage("too many arguments")),
        }
    })
}

async fn proxy(listen: &str, upstream: &str) -> anyhow::Result<ExitCode> {
    let is_no_address = |error: &io::Error| error.kind() == io::ErrorKind::InvalidInput;
    // Resolved once, and not for each client: a name server that is slow makes nobody wait later.
    let upstream = match resolve(upstream).await {
        Ok(addresses) => addresses,
        Err(error) if is_no_address(&error) => {
            return Ok(usage(&format!("{upstream:?} is no address")));
        }
        Err(error) => bail!("can't find {upstream}: {error}"),
    };
    let listener = match TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) if is_no_address(&error) => {
            return Ok(usage(&format!("{listen:?} is no address")));
        }
        Err(error) => bail!("can't listen on {listen}: {error}"),
    };
    println!("from {} to {upstream:?}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener, &upstream, LIMITS).await
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}; expected two addresses such as 127.0.0.1:7000 localhost:8000, or none");
    ExitCode::from(2)
}

/// Accepts clients for ever and connects each with the first of the upstream's addresses that
/// answers. Dropped, it takes all its connections with it.
pub async fn serve(listener: TcpListener, upstream: &[SocketAddr], limits: Limits) -> ! {
    let places = Semaphore::new(limits.clients);
    let refusals = Semaphore::new(64);
    let executor = LocalExecutor::new(); // dropped before what its tasks borrow
    let accepting = async {
        loop {
            let client = match listener.accept().await {
                Ok((client, _)) => client,
                // A client that has already gone, or no open file left: no reason to leave the
                // others alone. The pause lets open files come back.
                Err(error) => {
                    eprintln!("a client was lost before it was accepted: {error}");
                    Timer::after(Duration::from_millis(10)).await;
                    continue;
                }
            };
            if let Some(place) = places.try_acquire() {
                let task = executor.spawn(async move {
                    let _place = place; // given back when the task ends, in whichever way
                    relay(client, upstream, limits).await;
                });
                task.detach(); // Dropped, it would be cancelled, as in `dropped_task`.
            } else if let Some(place) = refusals.try_acquire() {
                let task = executor.spawn(async move {
                    let _place = place;
                    say_goodbye(client, BUSY, limits).await;
                });
                task.detach();
            } // Else even refusals are too many at once: dropped, the connection is just closed.
        }
    };
    executor.run(accepting).await
}

/// Connects the client with the upstream until both have closed, one is lost, or nothing passes.
async fn relay(client: TcpStream, upstream: &[SocketAddr], limits: Limits) {
    let server = match within(limits.patience, TcpStream::connect(upstream)).await {
        Ok(server) => server,
        Err(error) => {
            eprintln!("can't reach the upstream {upstream:?}: {error}");
            return say_goodbye(client, NO_UPSTREAM, limits).await;
        }
    };
    // A proxy passes on what it gets at once, and does not wait for more to fill a packet.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let passed = Cell::new(0_u64);
    let both_ways = async {
        let there = pass(client.clone(), server.clone(), &passed);
        let back = pass(server, client, &passed);
        // `try_zip` runs both in this task and, when one is lost, drops the other.
        let _ = future::try_zip(there, back).await;
    };
    let idle = async {
        let mut before = None;
        while before != Some(passed.get()) {
            before = Some(passed.get());
            Timer::after(limits.idle).await;
        }
    };
    future::or(both_ways, idle).await;
}

/// Passes bytes on until `from` has no more, and then the news that there are no more.
///
/// # Errors
/// If `from` is lost. Then `to` has nothing to wait for in the other direction either.
async fn pass(mut from: TcpStream, mut to: TcpStream, passed: &Cell<u64>) -> io::Result<()> {
    // All that the proxy holds of a direction. While a slow reader keeps it full, nothing is read,
    // and so the sender's own `write` has to wait: back-pressure goes through the proxy.
    let mut buffer = vec![0; 8 * 1024];
    loop {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            // Not a drop, which would close both directions: the answer may still be on its way.
            let _ = to.shutdown(Shutdown::Write); // Fails where `to` has already gone.
            return Ok(());
        }
        let mut rest = &buffer[..count];
        while !rest.is_empty() {
            match to.write(rest).await {
                // `to` is lost. What it had sent before can still be read: that is the other
                // direction's business, which comes to its end by itself.
                Ok(0) | Err(_) => return Ok(()),
                Ok(count) => rest = &rest[count..],
            }
            passed.set(passed.get() + 1);
        }
    }
}

/// Tells a client why it is not served, and closes the connection so that the client gets to know.
async fn say_goodbye(mut client: TcpStream, why: &str, limits: Limits) {
    let talk = async {
        client.write_all(why.as_bytes()).await?;
        client.shutdown(Shutdown::Write)?;
        // Closed with unread bytes in it, a connection is reset, and a reset can overtake the line.
        // So what the client still sends is read and thrown away until it closes.
        smol::io::copy(&mut client, smol::io::sink()).await
    };
    let _ = within(limits.patience, talk).await; // An error is the client's: it has gone.
}

/// The result of the future, or an error when it takes longer than `limit`; see `race`.
async fn within<T>(limit: Duration, future: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let late = async {
        Timer::after(limit).await;
        Err(io::Error::new(io::ErrorKind::TimedOut, "no answer in time"))
    };
    future.or(late).await
}

/// Two proxies, an upstream and some clients, all tasks of this one thread.
async fn demonstrate() -> anyhow::Result<ExitCode> {
    let executor = LocalExecutor::new();
    let start = async |upstream| {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let limits = Limits { clients: 2, ..LIMITS };
        executor.spawn(async move { serve(listener, &[upstream], limits).await }).detach();
        anyhow::Ok(address)
    };
    let clients = async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let proxy = start(listener.local_addr()?).await?;
        executor.spawn(echo(listener)).detach();

        let mut first = BufReader::new(TcpStream::connect(proxy).await?);
        first.get_mut().write_all(b"one\ntwo\n").await?;
        println!("the first client sends two lines and gets: {}", next_line(&mut first).await?);
        let mut second = BufReader::new(TcpStream::connect(proxy).await?);
        second.get_mut().write_all(b"three\n").await?;
        println!("the second client sends a line and gets: {}", next_line(&mut second).await?);
        let mut third = BufReader::new(TcpStream::connect(proxy).await?);
        println!("the third client gets: {}", next_line(&mut third).await?);

        first.get_ref().shutdown(Shutdown::Write)?;
        let mut rest = String::new();
        first.read_to_string(&mut rest).await?;
        let rest: Vec<_> = rest.lines().collect();
        println!("the first client sends no more, and still gets: {rest:?}");

        // Nobody can listen on port 0.
        let proxy = start(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let mut client = BufReader::new(TcpStream::connect(proxy).await?);
        println!("a client of a proxy without upstream gets: {}", next_line(&mut client).await?);
        Ok(ExitCode::SUCCESS)
    };
    executor.run(clients).await
}

/// Sends back what it gets, and a last line when a client sends no more.
async fn echo(listener: TcpListener) -> io::Result<()> {
    let executor = LocalExecutor::new();
    let accepting = async {
        loop {
            let (mut client, _) = listener.accept().await?;
            let talk = async move {
                smol::io::copy(client.clone(), &mut client).await?;
                client.write_all(b"that was all, goodbye\n").await
            };
            executor.spawn(talk).detach();
        }
    };
    executor.run(accepting).await
}

async fn next_line(reader: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line).await?;
    Ok(line.trim_end().to_string())
}
