//! A web server's accept loop: a task for each connection, so a slow client delays nobody.
//!
//! The first of four steps from article B's sketch of a web server to one that can be left alone.
//! This one gives every request the same answer. It has no limits yet, and never stops.
//!
//! Run: `cargo run -p examples-tokio -- accept_loop [ADDRESS]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::env;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::anyhow;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";

#[tokio::main]
pub async fn main() -> anyhow::Result<ExitCode> {
    let mut words = env::args_os().skip(1).map(|word| word.to_string_lossy().parse::<SocketAddr>());
    let address = match (words.next(), words.next()) {
        (None, _) => return demonstrate().await,
        (Some(Ok(address)), None) => address,
        _ => {
            eprintln!("expected one address such as 127.0.0.1:8080, or none");
            return Ok(ExitCode::from(2));
        }
    };
    // The article's `unwrap` would panic here, for nothing worse than a port that is taken.
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| anyhow!("can't listen on {address}: {error}"))?;
    println!("listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener).await
}

/// Accepts connections for ever and gives each a task.
pub async fn serve(listener: TcpListener) -> ! {
    loop {
        match listener.accept().await {
            // Not `handle_connection(stream).await`, which would serve one client after the other.
            Ok((stream, _)) => drop(tokio::spawn(handle_connection(stream))),
            // A client that has already gone, or no file descriptor left: neither is a reason to
            // stop serving the others. Without the pause this loop would spin until a descriptor
            // is free.
            Err(error) => {
                eprintln!("a connection was lost before it was accepted: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Reads the head of one request, answers it and closes the connection.
///
/// # Errors
/// If the connection breaks, which is no more than that client's affair.
pub async fn handle_connection(stream: TcpStream) -> io::Result<()> {
    // `take`: a client that sends no end of a head would otherwise fill the memory.
    let mut stream = BufReader::new(stream).take(16 * 1024);
    let mut line = Vec::new();
    while stream.read_until(b'\n', &mut line).await? > 0 {
        if line.trim_ascii().is_empty() {
            let mut stream = stream.into_inner();
            stream.write_all(ANSWER).await?;
            return stream.shutdown().await;
        }
        line.clear();
    }
    Ok(()) // The client has left in mid-request.
}

/// Two clients on a port that the system chooses.
async fn demonstrate() -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));

    let mut slow = TcpStream::connect(address).await?;
    slow.write_all(b"GET / HTTP/1.1\r\n").await?;
    println!("the first client has sent half a request");

    let mut quick = TcpStream::connect(address).await?;
    quick.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
    println!("the second has sent a whole one: {}", status(quick).await?);

    slow.write_all(b"Host: localhost\r\n\r\n").await?;
    println!("the first has sent the rest: {}", status(slow).await?);
    Ok(ExitCode::SUCCESS)
}

/// The first line of the answer.
async fn status(mut stream: TcpStream) -> io::Result<String> {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.lines().next().unwrap_or("no answer").to_string())
}
