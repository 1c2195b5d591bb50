//! The server sets limits: on connections, on time, and on the length of a line.
//!
//! The second step. New since `accept_loop`: a client that is slow, silent or greedy is told so and
//! sent away, and so is one that finds no place. `thread_per_connection` has the same limits; what
//! takes a deadline and a loop there is a `timeout` here.
//!
//! Run: `cargo run -p examples-tokio -- server_limits [ADDRESS]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt-multi-thread,time`

use std::env;
use std::io::{self, Write};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// New: what clients may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Connections that are served at the same time; one more is refused.
    pub connections: usize,
    /// How long a client may take to send a whole line, or to read an answer.
    pub patience: Duration,
    /// The longest line, in bytes.
    pub line: usize,
}

const LIMITS: Limits = Limits { connections: 1_000, patience: Duration::from_secs(30), line: 1024 };

/// Accepts connections forever and starts a task for each, up to the limit.
pub async fn serve(listener: TcpListener, limits: Limits) -> ! {
    let mut connections = JoinSet::new(); // New: it knows how many tasks have not ended.
    let mut last_error = None;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                while connections.try_join_next().is_some() {} // Their places are free again.
                if connections.len() < limits.connections {
                    connections.spawn(handle_connection(stream, limits));
                } else {
                    tokio::spawn(part(stream, "busy, try again later\n"));
                }
            }
            Err(error) => {
                if last_error.replace(error.kind()) != Some(error.kind()) {
                    let _ = writeln!(io::stderr(), "can't accept now, trying again: {error}");
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers each line with the number of its words, until the client leaves, takes too long, or
/// sends too much.
///
/// # Errors
/// If the connection breaks, or the client does not read its answers in time.
pub async fn handle_connection(stream: TcpStream, limits: Limits) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"ready\n").await?;
    let goodbye = loop {
        let mut line = Vec::new();
        // New: a limit of size, and one of time. It is for the whole line: with one for each read, a
        // client could stay forever by sending a byte now and then.
        let mut limited = (&mut stream).take(limits.line as u64 + 1); // 1 for the end of the line
        let reading = limited.read_until(b'\n', &mut line);
        let Ok(length) = timeout(limits.patience, reading).await else {
            break "no whole line in time, goodbye\n";
        };
        if length? == 0 {
            return Ok(());
        }
        if line.len() > limits.line && !line.ends_with(b"\n") {
            break "too long a line, goodbye\n";
        }
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        timeout(limits.patience, stream.write_all(format!("{words}\n").as_bytes())).await??;
    };
    part(stream.into_inner(), goodbye).await
}

/// New: says goodbye. A connection that is closed with unread bytes in it is reset, and a reset can
/// overtake the goodbye. So what the client still sends is read and dropped, for a second.
async fn part(mut stream: TcpStream, goodbye: &str) -> io::Result<()> {
    let parting = async {
        stream.write_all(goodbye.as_bytes()).await?;
        stream.shutdown().await?;
        copy(&mut stream, &mut sink()).await.map(drop)
    };
    timeout(Duration::from_secs(1), parting).await?
}

/// Runs a server and clients that take too much. `None` is the end of a connection.
async fn demonstrate() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let limits = Limits { connections: 2, patience: Duration::from_secs(1), ..LIMITS };
    tokio::spawn(serve(listener, limits));

    let mut clients = Vec::new();
    for number in 0..3 {
        let mut client = BufReader::new(TcpStream::connect(address).await?).lines();
        println!("client {number} hears {:?}", client.next_line().await?);
        clients.push(client);
    }
    clients[0].get_mut().write_all("x".repeat(LIMITS.line + 1).as_bytes()).await?;
    for (number, client) in clients.iter_mut().enumerate() {
        println!("client {number} hears {:?}", client.next_line().await?);
    }
    Ok(())
}

#[tokio::main]
pub async fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener, LIMITS).await
}
