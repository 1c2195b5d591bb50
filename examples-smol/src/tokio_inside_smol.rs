//! A future that needs Tokio panics under smol, and runs inside `async-compat`.
//!
//! Article B, "When to use Smol": “when you need to interoperate with async libraries”. Most of
//! those are written for Tokio. Their sockets and timers look for Tokio's reactor when they are
//! polled, and the compiler does not know that.
//!
//! Run: `cargo run -p examples-smol -- tokio_inside_smol`
//! Paste: `cargo add anyhow async-compat smol && cargo add tokio --features io-util,net`

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use async_compat::Compat;
use tokio::io::AsyncReadExt;

/// Returns what the server says. It uses Tokio's `TcpStream`, as a library for Tokio would.
///
/// # Errors
/// If the server can't be reached, or does not send UTF-8.
///
/// # Panics
/// If it is polled where there is no Tokio runtime.
pub async fn greeting(address: SocketAddr) -> io::Result<String> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

/// Starts a server that greets every client, in a thread that ends with the process.
pub fn start_server() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        // One client has panicked and left its connection behind, hence no `?` or `unwrap`.
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"hello from the server");
        }
    });
    Ok(address)
}

pub fn main() -> anyhow::Result<()> {
    let address = start_server()?;

    // In a thread of its own, so that the panic arrives as the `Err` of its `join`.
    match thread::spawn(move || smol::block_on(greeting(address))).join() {
        Ok(text) => println!("smol alone: {}", text?),
        Err(panic) => {
            let text = panic.downcast::<String>().map_or("no text".to_string(), |text| *text);
            println!("smol alone panics: {text}");
        }
    }

    // `Compat` starts a Tokio runtime on a thread of its own, once in a program. Smol still polls,
    // and each time the future finds that runtime.
    println!("in Compat: {}", smol::block_on(Compat::new(greeting(address)))?);
    Ok(())
}
