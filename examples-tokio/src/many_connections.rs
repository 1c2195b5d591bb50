//! One thread serves as many idle connections as the system lets this process have.
//!
//! Article A, "Tokio": a small number of threads handles tens of thousands of sockets. Here it is
//! one thread, and what ends the opening is usually the limit on open files.
//!
//! Run: `cargo run -p examples-tokio -- many_connections`
//! Paste: `cargo add tokio --features io-util,macros,net,rt`

use std::{collections::HashSet, io, thread};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Opens `wanted` connections on loopback, or as many as the system allows, and then checks that
/// each of them is answered. Returns how many were open at the same time, how many threads answered,
/// and why there were no more, if the system refused one.
pub async fn hold(wanted: usize) -> io::Result<(usize, usize, Option<io::Error>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (mut clients, mut servers, mut refusal) = (Vec::new(), JoinSet::new(), None);
    while clients.len() < wanted && refusal.is_none() {
        match connect(&listener).await {
            Ok((client, mut server)) => {
                clients.push(client);
                servers.spawn(async move {
                    let byte = server.read_u8().await?;
                    server.write_u8(byte).await?;
                    io::Result::Ok(thread::current().id())
                });
            }
            // Mostly EMFILE, "too many open files". It fails this connection only.
            Err(error) => refusal = Some(error),
        }
    }
    let connections = clients.len();
    for mut client in clients {
        client.write_u8(b'?').await?;
        client.read_u8().await?;
        // Ends it by a reset, because the system remembers one that ends normally for a minute, and
        // these are thousands. A real client must not do this: it can lose what is under way.
        client.set_zero_linger()?;
    }
    let threads: HashSet<_> = servers.join_all().await.into_iter().flatten().collect();
    Ok((connections, threads.len(), refusal))
}

/// Returns both ends of a new connection. The system completes it before `accept` is called.
async fn connect(listener: &TcpListener) -> io::Result<(TcpStream, TcpStream)> {
    let client = TcpStream::connect(listener.local_addr()?).await?;
    Ok((client, listener.accept().await?.0))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> io::Result<()> {
    let (connections, threads, refusal) = hold(10_000).await?;
    println!("{connections} connections open at once, all answered; threads that serve: {threads}");
    let refusal = refusal.map(|error| format!("the system refused one: {error}"));
    println!("no more, because {}", refusal.unwrap_or("these are enough".to_string()));
    Ok(())
}
