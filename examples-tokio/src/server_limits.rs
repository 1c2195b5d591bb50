//! The server sets limits: on connections, on time, and on the length of a line.
//!
//! The second step. New since `accept_loop`: a client that is slow, silent or greedy is told so and
//! sent away, and so is one that finds no place.
//!
//! Run: `cargo run -p examples-tokio -- server_limits [ADDRESS]`
//! Paste: `cargo add anyhow rlimit socket2 && cargo add tokio --features io-util,macros,net,rt-multi-thread,time`

use std::io::{self, Write};
use std::{env, time::Duration};

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio::{select, task::JoinSet};

/// New: the longest line, in bytes, with its end.
pub const LONGEST_LINE: u64 = 1024;

/// New: how many clients are served at the same time, and how long each may take for a line or for
/// reading an answer.
#[derive(Clone, Copy)]
pub struct Limits {
    pub places: usize,
    pub patience: Duration,
}

/// Accepts connections forever and starts a task for each, up to the limit.
pub async fn serve(listener: TcpListener, limits: Limits) -> ! {
    // New: these know how many tasks have not ended.
    let (mut served, mut refused) = (JoinSet::new(), JoinSet::new());
    loop {
        let accepted = select! {
            biased; // Count freed places before accepting the next client.
            Some(_) = served.join_next() => continue,
            Some(_) = refused.join_next() => continue,
            // Refusals have a limit, too. Beyond it, clients wait in the system's queue.
            accepted = listener.accept(), if refused.len() <= limits.places / 10 => accepted,
        };
        match accepted {
            Ok((stream, _)) if served.len() < limits.places => {
                served.spawn(handle_connection(stream, limits));
            }
            Ok((stream, _)) => _ = refused.spawn(say_goodbye(stream, "busy, try again later\n")),
            Err(error) => {
                let _ = writeln!(io::stderr(), "can't accept, trying again: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers each line with the number of its words, until the client leaves, takes too long, or
/// sends too much.
async fn handle_connection(stream: TcpStream, limits: Limits) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    stream.write_all(b"ready\n").await?;
    let goodbye = loop {
        line.clear();
        // New: a limit of size, and one of time. It is for the whole line: with one for each read, a
        // client could stay forever by sending a byte now and then.
        let mut limited = (&mut stream).take(LONGEST_LINE);
        match timeout(limits.patience, limited.read_until(b'\n', &mut line)).await {
            Err(_) => break "no whole line in time, goodbye\n",
            Ok(Err(error)) => return Err(error),
            Ok(Ok(0)) => return Ok(()),
            Ok(_) if limited.limit() == 0 && !line.ends_with(b"\n") => {
                break "too long a line, goodbye\n";
            }
            Ok(_) => {}
        }
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        timeout(limits.patience, stream.write_all(format!("{words}\n").as_bytes())).await??;
    };
    say_goodbye(stream.into_inner(), goodbye).await
}

/// New: says goodbye. A connection that is closed with unread bytes in it is reset, and a reset can
/// overtake the goodbye. So what the client still sends is read and dropped, for a second.
async fn say_goodbye(mut stream: TcpStream, goodbye: &str) -> io::Result<()> {
    let parting = async {
        stream.write_all(goodbye.as_bytes()).await?;
        stream.shutdown().await?;
        copy(&mut stream, &mut sink()).await.map(drop)
    };
    timeout(Duration::from_secs(1), parting).await?
}

/// Runs clients that take too much. `None` is the end of a connection.
async fn demonstrate() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener, Limits { places: 2, patience: Duration::from_secs(1) }));
    let mut clients = Vec::new();
    for number in 0..3 {
        let mut client = BufReader::new(TcpStream::connect(address).await?).lines();
        println!("client {number} hears {:?}", client.next_line().await?);
        clients.push(client);
    }
    clients[0].get_mut().write_all(&[b'x'; LONGEST_LINE as usize]).await?;
    for (number, client) in clients.iter_mut().enumerate() {
        println!("client {number} hears {:?}", client.next_line().await?);
    }
    Ok(())
}

#[tokio::main]
pub async fn main() -> Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    socket2::SockRef::from(&listener).listen(4096)?;
    // New: each connection takes a file descriptor, and the program needs a few for itself.
    let places = (rlimit::increase_nofile_limit(1_250)? as usize / 5 * 4).min(1_000);
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener, Limits { places, patience: Duration::from_secs(30) }).await
}
