//! As many idle connections as this process may have files, and one thread serves them.
//!
//! Article A, "Tokio": a small number of threads handles tens of thousands of sockets. One thread
//! does it here, and what it meets first is on most systems the limit on open files.
//!
//! Run: `cargo run -p examples-tokio -- many_connections`
//! Paste: `cargo add anyhow && cargo add tokio --features fs,io-util,macros,net,rt,sync,time`

use std::collections::HashSet;
use std::fs;
use std::io;
use std::thread::{self, ThreadId};

use anyhow::anyhow;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const MOST: usize = 10_000;
/// Open files that are not our connections: the three standard streams, the listener, what the
/// runtime waits with, and whatever this process has inherited.
const OTHERS: usize = 64;

/// What became of the connections that were wanted.
pub struct Held {
    /// How many were open at the same time.
    pub connections: usize,
    /// Why there were no more, if they were fewer than wanted.
    pub refusal: Option<io::Error>,
    /// How many of them carried a byte there and back after the last one was opened.
    pub answered: usize,
    /// How many threads the servers' ends were served by.
    pub threads: usize,
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let limit = fs::read_to_string("/proc/self/limits").ok().and_then(|text| open_files(&text));
    // Both ends of each connection are in this process, so each costs two open files.
    let wanted = limit.map_or(MOST, |limit| MOST.min(limit.saturating_sub(OTHERS) / 2));
    let held = hold(wanted).await.map_err(|error| anyhow!("can't listen: {error}"))?;
    println!(
        "{} connections open and idle; threads that serve them: {}",
        held.connections, held.threads
    );
    match (held.refusal, limit) {
        (Some(error), _) => println!("no more, because the system refused one: {error}"),
        (None, Some(limit)) if wanted < MOST => {
            println!(
                "no more, because {limit} files may be open: 2 for each, {OTHERS} for the rest"
            );
        }
        (None, _) => println!("no more, because {MOST} are enough"),
    }
    println!("all of them still answer: {}", held.answered == held.connections);
    Ok(())
}

/// The number of files that a process may have open, from the text of Linux' `/proc/self/limits`.
pub fn open_files(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    match line.split_whitespace().next()? {
        "unlimited" => Some(usize::MAX),
        soft => soft.parse().ok(), // The hard limit follows: how far this one can be raised.
    }
}

/// Opens so many connections on loopback, or as many as the system allows, and then asks each of
/// them for an answer.
///
/// # Errors
/// If there can be no listener. That a connection is refused is no error, but ends the opening.
pub async fn hold(wanted: usize) -> io::Result<Held> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut servers = JoinSet::new();
    let mut clients = Vec::new();
    let mut refusal = None;
    while clients.len() < wanted {
        match connect(&listener).await {
            Ok((client, server)) => {
                clients.push(client);
                servers.spawn(echo(server)); // a task for each, most of the time waiting for a byte
            }
            // Typically EMFILE, "too many open files". Only this connection failed; the rest live.
            Err(error) => {
                refusal = Some(error);
                break;
            }
        }
    }

    let connections = clients.len();
    let mut answered = 0;
    for client in &mut clients {
        answered += usize::from(is_answered(client).await);
    }
    for client in clients {
        // Closed in the usual way, a connection keeps its port for a while after its end, and with
        // thousands of them the next run might find none. A linger time of zero resets it instead,
        // which a real client must not do: what is still under way would be lost.
        let _ = client.set_zero_linger(); // If it fails, the port is free a minute later.
    }
    let threads: HashSet<_> = servers.join_all().await.into_iter().collect();
    Ok(Held { connections, refusal, answered, threads: threads.len() })
}

/// Both ends of a new connection. One task can do first one and then the other, since the system
/// completes the connection before anybody accepts it.
async fn connect(listener: &TcpListener) -> io::Result<(TcpStream, TcpStream)> {
    let client = TcpStream::connect(listener.local_addr()?).await?;
    let (server, _) = listener.accept().await?;
    Ok((client, server))
}

/// Sends every byte back until the client has gone, and tells on which thread.
async fn echo(mut stream: TcpStream) -> ThreadId {
    // One byte of buffer: it is part of the task, and there are ten thousand of them.
    let mut byte = [0];
    while let Ok(1) = stream.read(&mut byte).await {
        if stream.write_all(&byte).await.is_err() {
            break;
        }
    }
    thread::current().id()
}

/// Whether a byte comes back.
async fn is_answered(client: &mut TcpStream) -> bool {
    let mut byte = [0];
    client.write_all(b"?").await.is_ok()
        && client.read_exact(&mut byte).await.is_ok()
        && byte == *b"?"
}
