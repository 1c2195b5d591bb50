//! A blocking server for one client at a time: while one is silent, all others wait.
//!
//! Article A opens with the operation that stops the whole thread. Here it is `read_line`. A client sends a line and
//! receives the number of its words.
//!
//! Run: `cargo run -p examples-threads -- one_at_a_time`
//! Paste: `cargo add anyhow`

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use anyhow::Context;

/// Serves the clients of a listener one after the other, forever.
pub fn serve(listener: &TcpListener) {
    for client in listener.incoming() {
        // Nobody else is served until this returns. The others wait in the system's queue.
        if let Err(error) = client.and_then(|client| answer(&client)) {
            eprintln!("a client is lost: {error}"); // The next one can still be served.
        }
    }
}

/// Reads one line and answers it.
fn answer(mut client: &TcpStream) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(client).read_line(&mut line)?; // The thread stops here until the line has come.
    writeln!(client, "{}", line.split_whitespace().count())
}

/// Returns the answer that a client receives.
fn received(client: &TcpStream) -> io::Result<String> {
    let mut line = String::new();
    BufReader::new(client).read_line(&mut line)?;
    Ok(line.trim_end().to_string())
}

pub fn main() -> anyhow::Result<()> {
    let listener = TcpListener::bind("localhost:0").context("can't listen")?;
    let server = listener.local_addr()?;
    thread::spawn(move || serve(&listener)); // Ends with `main`.

    let mut first = TcpStream::connect(server)?;
    let mut second = TcpStream::connect(server)?;
    second.write_all(b"how many words are these\n")?;
    second.set_read_timeout(Some(Duration::from_millis(200)))?;
    if received(&second).is_err() {
        println!("the second client has asked, and has no answer after 200 ms");
    }

    first.write_all(b"hello\n")?;
    println!("the first client speaks at last, and receives {}", received(&first)?);
    second.set_read_timeout(None)?;
    println!("the second client receives {}", received(&second)?);
    Ok(())
}
