//! One thread serves as many idle connections as the system lets this process have.
//!
//! Article A, "Tokio": a small number of threads handles tens of thousands of sockets. Here it is
//! one thread, and what ends the opening is usually the limit on open files.
//!
//! Run: `cargo run -p examples-tokio -- many_connections`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt`

use std::collections::HashSet;
use std::io;
use std::thread::{self, ThreadId};

use anyhow::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

const MOST: usize = 10_000;

/// Opens `wanted` connections on loopback, or as many as the system allows, and then checks that
/// each of them is answered. Returns how many were open at the same time, how many threads answered,
/// and why there were no more, if the system refused one.
///
/// # Errors
/// If it can't listen, or an open connection gets no answer.
///
/// # Panics
/// If no Tokio runtime with sockets is running.
pub async fn hold(wanted: usize) -> anyhow::Result<(usize, usize, Option<io::Error>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("can't listen")?;
    let (mut clients, mut servers, mut refusal) = (Vec::new(), JoinSet::new(), None);
    while clients.len() < wanted && refusal.is_none() {
        match connect(&listener).await {
            Ok((client, server)) => {
                clients.push(client);
                servers.spawn(serve(server));
            }
            // Mostly EMFILE, "too many open files". It fails this connection only.
            Err(error) => refusal = Some(error),
        }
    }
    let connections = clients.len();
    for mut client in clients {
        client.write_all(b"?").await.context("a connection is lost")?;
        client.read_exact(&mut [0]).await.context("a connection gets no answer")?;
        // Ends it by a reset, because the system remembers one that ends normally for a minute, and
        // these are thousands. A real client must not do this: it can lose what is under way.
        client.set_zero_linger().context("can't reset a connection")?;
    }
    let threads: HashSet<_> = servers.join_all().await.into_iter().collect();
    Ok((connections, threads.len(), refusal))
}

/// Returns both ends of a new connection. One task can do this alone, because the system completes
/// the connection before `accept` is called.
async fn connect(listener: &TcpListener) -> io::Result<(TcpStream, TcpStream)> {
    let client = TcpStream::connect(listener.local_addr()?).await?;
    let (server, _) = listener.accept().await?;
    Ok((client, server))
}

/// Sends the first byte back, closes the connection and returns the thread.
async fn serve(mut stream: TcpStream) -> ThreadId {
    let mut byte = [0];
    if stream.read_exact(&mut byte).await.is_ok() {
        let _ = stream.write_all(&byte).await; // The client notices if it gets nothing.
    }
    thread::current().id()
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> anyhow::Result<()> {
    let (connections, threads, refusal) = hold(MOST).await?;
    println!(
        "{connections} connections open at once, all answered; threads that serve them: {threads}"
    );
    match refusal {
        Some(error) => println!("no more, because the system refused one: {error}"),
        None => println!("no more, because {MOST} are enough"),
    }
    Ok(())
}
