//! Fetches a page over TCP, ends when the response ends, and never waits forever.
//!
//! Article A, "Tokio: Asynchronous Runtime". Each `.await` marks a place where the task may wait
//! while its thread does other work. That does not promise that the wait will end. So the whole
//! exchange has a limit here, and so has the size of the response.
//!
//! Run: `cargo run -p examples-tokio -- http_get [HOST:PORT [PATH]]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,net,rt-multi-thread,time`

use std::io::{self, IsTerminal, Write};
use std::{env, time::Duration};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::{runtime::Runtime, time::timeout};

/// How large a response may be, head and body together, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// Fetches a page, and returns the response as it came, with its head. The limit is for the whole
/// exchange, from the search for the host to the last byte.
pub async fn fetch(address: &str, path: &str, limit: Duration) -> Result<Vec<u8>> {
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
        stream.take(LARGEST as u64 + 1).read_to_end(&mut response).await.with_context(broken)
    };
    let late = || format!("{address} sent no whole response within {limit:?}");
    let length = timeout(limit, exchange).await.with_context(late)??;
    ensure!(length > 0, "{address} closed the connection without a response");
    ensure!(length <= LARGEST, "{address} sent a response of more than {LARGEST} bytes");
    Ok(response)
}

/// Returns the text without what a terminal would obey: an escape sequence can change its title, or
/// what is already on the screen, and some invisible characters change the order of others.
pub fn harmless(response: &[u8]) -> String {
    let mut text = String::new();
    for character in String::from_utf8_lossy(response).replace("\r\n", "\n").chars() {
        match character {
            '\n' | '\t' | '\\' | '\'' | '"' => text.push(character),
            _ => text.extend(character.escape_debug()), // those that are not printable
        }
    }
    text
}

/// Answers on one connection, and ends it only when it is asked to, as web servers do.
async fn serve(listener: TcpListener) -> io::Result<()> {
    let (stream, _) = listener.accept().await?;
    let mut lines = BufReader::new(stream).lines();
    let mut close = false;
    while let Some(line) = lines.next_line().await? {
        close |= line == "Connection: close";
        if line.is_empty() {
            lines.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi\n").await?;
            if close {
                break;
            }
        }
    }
    Ok(())
}

async fn run() -> Result<()> {
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
    let response = fetch(&address, &path, Duration::from_secs(30)).await?;
    let mut stdout = io::stdout();
    let shown = if stdout.is_terminal() { harmless(&response).into() } else { response };
    stdout.write_all(&shown)?;
    Ok(())
}

// Not `#[tokio::main]`, which would wait at its end for a search for a host that takes too long: it
// runs on a thread for blocking calls, and such a thread can't be ended, only left behind.
pub fn main() -> Result<()> {
    let runtime = Runtime::new()?;
    let result = runtime.block_on(run());
    runtime.shutdown_background();
    result
}
