//! An accept loop with a task for each connection: a slow client delays nobody.
//!
//! Article B's web server is a sketch of this loop. Here a client sends a line and gets the number of
//! its words, as in `thread_per_connection` of examples-threads. This first step has no limits.
//!
//! Run: `cargo run -p examples-tokio -- accept_loop [ADDRESS]`
//! Paste: `cargo add anyhow socket2 && cargo add tokio --features io-util,macros,net,rt-multi-thread,time`

use std::io::{self, Write};
use std::{env, time::Duration};

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Accepts connections forever and starts a task for each.
pub async fn serve(listener: TcpListener) -> ! {
    loop {
        match listener.accept().await {
            // Not `handle_connection(stream).await`, which would serve one client after the other.
            Ok((stream, _)) => drop(tokio::spawn(handle_connection(stream))),
            // Not the article's `unwrap`: having no file descriptor left is no reason to end. Not
            // `eprintln!` either, which panics if the log can't be written.
            Err(error) => {
                let _ = writeln!(io::stderr(), "can't accept, trying again: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers each line with the number of its words, until the client leaves.
async fn handle_connection(stream: TcpStream) -> io::Result<()> {
    let (mut stream, mut line) = (BufReader::new(stream), Vec::new());
    stream.write_all(b"ready\n").await?;
    while stream.read_until(b'\n', &mut line).await? > 0 {
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        stream.write_all(format!("{words}\n").as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

/// Runs two clients against a server in this process.
async fn demonstrate() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));
    let mut slow = BufReader::new(TcpStream::connect(address).await?).lines();
    let mut quick = BufReader::new(TcpStream::connect(address).await?).lines();
    slow.get_mut().write_all(b"half a ").await?;
    quick.get_mut().write_all(b"how many words are these\n").await?;
    println!("quick hears {:?}, {:?}", quick.next_line().await?, quick.next_line().await?);
    slow.get_mut().write_all(b"line\n").await?;
    println!("slow hears {:?}, {:?}", slow.next_line().await?, slow.next_line().await?);
    Ok(())
}

#[tokio::main]
pub async fn main() -> Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    // `bind` gives the queue 128 places. A client that finds none waits for a second.
    socket2::SockRef::from(&listener).listen(4096)?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener).await
}
