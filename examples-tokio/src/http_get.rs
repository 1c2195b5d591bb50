//! Fetches a page over TCP, ends when the response ends, and never waits for ever.
//!
//! Article A, "Tokio: Asynchronous Runtime". Each `.await` marks a place where the task may wait
//! while its thread does other work. That alone is no promise that the wait will end: here every
//! wait has a limit, and so has the size of the response.
//!
//! Run: `cargo run -p examples-tokio -- http_get [HOST:PORT [PATH]]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::env;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{anyhow, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::runtime::Runtime;
use tokio::time::timeout;

/// What a server may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// How long it may take to find the host and to connect to it.
    pub connect: Duration,
    /// How long the whole response may take.
    pub response: Duration,
    /// How large the response may be, head and body together, in bytes.
    pub size: usize,
}

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(5),
    response: Duration::from_secs(30),
    size: 1024 * 1024,
};

pub fn main() -> anyhow::Result<ExitCode> {
    // Not `#[tokio::main]`, which would wait at its end for a search for a host that has timed out:
    // that runs on a blocking thread, and such a thread can't be broken off, only left behind.
    let runtime = Runtime::new().map_err(|error| anyhow!("can't start the runtime: {error}"))?;
    let result = runtime.block_on(run());
    runtime.shutdown_background();
    result
}

async fn run() -> anyhow::Result<ExitCode> {
    let words = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.collect();
    let (address, path) = match words.as_slice() {
        [] => return demonstrate().await,
        [address] => (with_port(address), "/"),
        [address, path] => (with_port(address), path.as_str()),
        _ => (None, "/"),
    };
    match address {
        // A space or the end of a line in a path would end it, and begin something else.
        Some(address) if path.starts_with('/') && path.bytes().all(|b| b.is_ascii_graphic()) => {
            let response = fetch(&address, path, LIMITS).await?;
            println!("{}", String::from_utf8_lossy(&response));
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("expected HOST:PORT and a path, such as localhost:8080 /words, or nothing");
            Ok(ExitCode::from(2))
        }
    }
}

/// HOST:PORT with the web's port where none is named, or `None` if there can be no such host.
fn with_port(address: &str) -> Option<String> {
    let (host, port) = match address.rsplit_once(':') {
        Some((host, port)) if !address.ends_with(']') => (host, port.parse().ok()?),
        _ => (address, 80_u16), // `localhost`, or `[::1]`, whose colons belong to the host
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._[:]".contains(&byte);
    let valid = !host.is_empty() && host.bytes().all(allowed);
    (valid && host.contains(':') == host.starts_with('[')).then(|| format!("{host}:{port}"))
}

/// Fetches a page, and gives the response as it came, with its head.
///
/// # Errors
/// If there is no such host, it refuses the connection, the connection breaks, or a limit is passed.
/// Each is one sentence.
pub async fn fetch(address: &str, path: &str, limits: Limits) -> anyhow::Result<Vec<u8>> {
    let connecting = timeout(limits.connect, connect(address)).await;
    let mut stream = connecting
        .map_err(|_| anyhow!("{address} did not answer within {:?}", limits.connect))??;

    let mut response = Vec::new();
    let exchange = async {
        // Without the last header the server keeps the connection open for another request, and
        // `read_to_end` waits for an end that does not come.
        let host = address.strip_suffix(":80").unwrap_or(address);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        // One byte more than may come tells too much from just enough.
        stream.take(limits.size as u64 + 1).read_to_end(&mut response).await
    };
    match timeout(limits.response, exchange).await {
        Err(_) => bail!("{address} sent no whole response within {:?}", limits.response),
        Ok(Err(error)) => bail!("{address} broke off the connection: {error}"),
        Ok(Ok(0)) => bail!("{address} closed the connection without a response"),
        Ok(Ok(size)) if size > limits.size => {
            bail!("{address} sent a response of more than {} bytes", limits.size)
        }
        Ok(Ok(_)) => Ok(response),
    }
}

async fn connect(address: &str) -> anyhow::Result<TcpStream> {
    let found = lookup_host(address).await;
    let found: Vec<_> =
        found.map_err(|error| anyhow!("can't find the host of {address}: {error}"))?.collect();
    TcpStream::connect(found.as_slice()).await.map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused => anyhow!("{address} refused the connection"),
        _ => anyhow!("can't connect to {address}: {error}"),
    })
}

/// Fetches from a server in this program, on a port that the system chooses.
async fn demonstrate() -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(serve(listener));
    println!("{}", String::from_utf8_lossy(&fetch(&address, "/", LIMITS).await?));
    Ok(ExitCode::SUCCESS)
}

/// A server that says the same to everyone, one client at a time.
pub async fn serve(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let _ = converse(stream).await; // An error is the client's.
    }
}

/// Keeps the connection open for the next request, as web servers do, until it is asked to close it.
async fn converse(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut line, mut close) = (String::new(), false);
    while stream.read_line(&mut line).await? > 0 {
        close |= line.trim_end() == "Connection: close";
        if line == "\r\n" {
            let body = "This page comes from the same program.";
            let length = body.len();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
            stream.write_all((head + body).as_bytes()).await?;
            if close {
                return Ok(());
            }
        }
        line.clear();
    }
    Ok(())
}
