//! An accept loop with a task for each connection: a slow client delays nobody.
//!
//! Article B's web server is a sketch of this loop. The protocol is that of `thread_per_connection`
//! in examples-threads, so that you can compare tasks with threads line by line: a client sends a
//! line and gets the number of its words. This first step has no limits and never stops.
//!
//! Run: `cargo run -p examples-tokio -- accept_loop [ADDRESS]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt-multi-thread,time`

use std::env;
use std::io::{self, Write};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Accepts connections forever and starts a task for each.
pub async fn serve(listener: TcpListener) -> ! {
    let mut last_error = None;
    loop {
        match listener.accept().await {
            // Not `handle_connection(stream).await`, which would serve one client after the other.
            Ok((stream, _)) => drop(tokio::spawn(handle_connection(stream))),
            // Not the article's `unwrap`: having no file descriptor left, for example, is no reason
            // to end the server.
            Err(error) => {
                // Reported only once, or an attacker could fill the log. Not by `eprintln!`, which
                // panics if the log can't be written.
                if last_error.replace(error.kind()) != Some(error.kind()) {
                    let _ = writeln!(io::stderr(), "can't accept now, trying again: {error}");
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers each line with the number of its words, until the client leaves.
///
/// # Errors
/// If the connection breaks, which concerns only this client.
pub async fn handle_connection(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"ready\n").await?;
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        stream.write_all(format!("{words}\n").as_bytes()).await?;
    }
}

/// Runs a server and two clients in this process. `None` is the end of a connection.
async fn demonstrate() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));

    let mut slow = BufReader::new(TcpStream::connect(address).await?).lines();
    println!("the slow client hears {:?}", slow.next_line().await?);
    slow.get_mut().write_all(b"half a ").await?;

    let mut quick = BufReader::new(TcpStream::connect(address).await?).lines();
    println!("the quick client hears {:?}", quick.next_line().await?);
    quick.get_mut().write_all(b"how many words are these\n").await?;
    println!("the quick client hears {:?}", quick.next_line().await?);

    slow.get_mut().write_all(b"line\n").await?;
    println!("the slow client hears {:?}", slow.next_line().await?);
    Ok(())
}

#[tokio::main]
pub async fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener).await
}
