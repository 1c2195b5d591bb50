//! Fetches a page over TCP, ends when the response ends, and never waits forever.
//!
//! Article A, "Tokio: Asynchronous Runtime". Each `.await` marks a place where the task may wait
//! while its thread does other work. That does not promise that the wait will end. So the whole
//! exchange has a limit here, and so has the size of the response.
//!
//! Run: `cargo run -p examples-tokio -- http_get [HOST:PORT [PATH]]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,net,rt-multi-thread,time`

use std::env;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::time::timeout;

/// What a server may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// How long the whole exchange may take, from the search for the host to the last byte.
    pub time: Duration,
    /// How large the response may be, head and body together, in bytes.
    pub size: usize,
}

const LIMITS: Limits = Limits { time: Duration::from_secs(30), size: 1024 * 1024 };

/// Fetches a page, and returns the response as it came, with its head.
///
/// # Errors
/// If the address or the path is invalid, the connection fails, or a limit is exceeded.
pub async fn fetch(address: &str, path: &str, limits: Limits) -> anyhow::Result<Vec<u8>> {
    // A space or the end of a line would end the path and begin something else.
    let valid = path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic());
    ensure!(valid, "{path:?} is not a path such as /words");

    let mut response = Vec::new();
    let exchange = async {
        let stream = TcpStream::connect(address).await;
        let mut stream = stream.with_context(|| format!("can't connect to {address}"))?;
        // Without the last header, the server keeps the connection open for another request, and
        // `read_to_end` waits for an end that does not come.
        let host = address.strip_suffix(":80").unwrap_or(address);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let broken = || format!("{address} broke off the connection");
        stream.write_all(request.as_bytes()).await.with_context(broken)?;
        // One byte more than the limit tells a response that is too large from one that just fits.
        let mut limited = stream.take(limits.size as u64 + 1);
        limited.read_to_end(&mut response).await.with_context(broken)
    };
    let length = timeout(limits.time, exchange).await;
    let late = || format!("{address} sent no whole response within {:?}", limits.time);
    let length = length.with_context(late)??;
    ensure!(length > 0, "{address} closed the connection without a response");
    ensure!(length <= limits.size, "{address} sent a response of more than {} bytes", limits.size);
    Ok(response)
}

/// Returns the text without what a terminal would obey: an escape sequence can change its title,
/// or what is already on the screen.
pub fn harmless(response: &[u8]) -> String {
    let mut text = String::new();
    for character in String::from_utf8_lossy(response).replace("\r\n", "\n").chars() {
        match character {
            '\n' | '\t' => text.push(character),
            _ if character.is_control() => text.extend(character.escape_default()),
            _ => text.push(character),
        }
    }
    text
}

/// Answers each request with the same page, one client at a time.
///
/// # Errors
/// If no connection can be accepted.
pub async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let _ = converse(stream).await; // An error concerns only that client.
    }
}

/// Keeps the connection open for the next request, as web servers do, until it is asked to close it.
async fn converse(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut close) = (String::new(), false);
    while stream.read_line(&mut line).await? > 0 {
        close |= line.trim_end() == "Connection: close";
        if line == "\r\n" {
            let page = "This page comes from the same program.\n";
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", page.len());
            stream.write_all((head + page).as_bytes()).await?;
            if close {
                return Ok(());
            }
        }
        line.clear();
    }
    Ok(())
}

async fn run() -> anyhow::Result<()> {
    let address = match env::args().nth(1) {
        Some(address) if address.contains(':') => address,
        Some(host) => format!("{host}:80"),
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            tokio::spawn(serve(listener));
            address.to_string()
        }
    };
    let path = env::args().nth(2).unwrap_or("/".to_string());
    let response = fetch(&address, &path, LIMITS).await?;
    let mut stdout = io::stdout();
    let shown = if stdout.is_terminal() { harmless(&response).into() } else { response };
    stdout.write_all(&shown)?;
    Ok(())
}

// Not `#[tokio::main]`, which would wait at its end for a search for a host that takes too long: it
// runs on a thread for blocking calls, and such a thread can't be ended, only left behind.
pub fn main() -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    let result = runtime.block_on(run());
    runtime.shutdown_background();
    result
}
