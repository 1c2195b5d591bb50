//! A blocking server with a thread for each connection, and limits against attacks.
//!
//! Article A opens with such a server, and with an attacker who opens connections until the threads
//! use up the memory. A client sends a line and receives the number of its words.
//!
//! Run: `cargo run -p examples-threads -- thread_per_connection [ADDRESS]`
//! Paste: `cargo add anyhow`

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::Context;

const PLACES: usize = 4;
const PATIENCE: Duration = Duration::from_secs(30);
const LONGEST_LINE: usize = 1024;

/// Accepts connections forever and starts a thread for each, at most `places` at the same time. A
/// client may take the time `patience` to send a whole line, and the same to read an answer.
pub fn serve(listener: &TcpListener, places: usize, patience: Duration) -> ! {
    // Each thread holds a clone until it ends, even by a panic: the clones are the taken places.
    let taken = Arc::new(());
    let mut refused = VecDeque::new();
    let mut last_error = None;
    loop {
        let accepted = listener.accept().and_then(|(mut stream, _)| {
            // Only this thread makes clones: between check and clone the count can only fall.
            if Arc::strong_count(&taken) > places {
                // Can't block: nothing was sent before, so the line fits into the socket's buffer.
                let _ = stream.write_all(b"busy, try again later\n");
                let _ = stream.shutdown(Shutdown::Write);
                // A close now could become a reset, which can overtake the refusal: keep the last 64.
                refused.push_back(stream);
                refused.drain(..refused.len().saturating_sub(64));
                return Ok(());
            }
            let place = Arc::clone(&taken);
            // Not `thread::spawn`: it panics if the system has no thread left. This drops the stream.
            let thread = thread::Builder::new().spawn(move || {
                let _place = place;
                let _ = converse(&stream, patience); // An error means that the client is gone.
            });
            thread.map(drop)
        });
        if let Err(error) = accepted {
            refused.clear(); // They hold descriptors, and perhaps there was none left.
            // Reported only once, or an attacker could fill the log. Not by `eprintln!`, which panics
            // if the log can't be written.
            if last_error.replace(error.kind()) != Some(error.kind()) {
                let _ = writeln!(io::stderr(), "can't accept now, trying again: {error}");
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Serves one client until it leaves, takes too long, or sends too long a line.
fn converse(mut stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_write_timeout(Some(patience))?;
    stream.write_all(b"ready\n")?;
    let mut reader = BufReader::new(Timed { stream, deadline: Instant::now() });
    let farewell = loop {
        // One deadline for the whole line. With a new one for each read, a client that sends a byte
        // now and then would keep its thread forever.
        reader.get_mut().deadline = Instant::now() + patience;
        let mut line = Vec::new();
        // One byte more than the longest line, for its end.
        match reader.by_ref().take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut line) {
            Ok(0) => return Ok(()),
            Ok(n) if n > LONGEST_LINE && !line.ends_with(b"\n") => {
                break "too long a line, goodbye\n";
            }
            Ok(_) => {
                let words = String::from_utf8_lossy(&line).split_whitespace().count();
                stream.write_all(format!("{words}\n").as_bytes())?;
            }
            Err(_) => break "no whole line in time, goodbye\n", // Or the client is gone.
        }
    };
    stream.write_all(farewell.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    // No reset may overtake the farewell either: read what still comes, and throw it away.
    reader.get_mut().deadline = Instant::now() + patience;
    io::copy(&mut reader, &mut io::sink()).map(drop)
}

/// A connection that can be read until a deadline.
struct Timed<'a> {
    stream: &'a TcpStream,
    deadline: Instant,
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into()); // `set_read_timeout` does not take zero.
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

/// Starts a server on a thread of its own, which ends with the process.
fn start(patience: Duration) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || serve(&listener, PLACES, patience));
    Ok(address)
}

fn next_line(connection: &mut BufReader<TcpStream>) -> io::Result<String> {
    connection.lines().next().unwrap_or(Ok(String::new()))
}

/// Plays an attacker and two clients of servers in this process.
fn demonstrate() -> anyhow::Result<()> {
    let server = start(PATIENCE)?;
    println!("an attacker opens six connections to a server with {PLACES} places");
    let mut attack = Vec::new();
    for number in 1..=6 {
        let mut connection = BufReader::new(TcpStream::connect(server)?);
        println!("connection {number}: {}", next_line(&mut connection)?);
        attack.push(connection);
    }
    drop(attack);
    // The server's threads notice a moment later that the attacker has left.
    let mut client = BufReader::new(TcpStream::connect(server)?);
    while next_line(&mut client)? != "ready" {
        client = BufReader::new(TcpStream::connect(server)?);
    }
    client.get_mut().write_all(b"how many words are these\n")?;
    println!("the attacker has left, a client is served: {}", next_line(&mut client)?);
    let mut idle = BufReader::new(TcpStream::connect(start(Duration::from_millis(50))?)?);
    println!("an idle client: {}, then: {}", next_line(&mut idle)?, next_line(&mut idle)?);
    Ok(())
}

pub fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate() };
    let listener =
        TcpListener::bind(&address).with_context(|| format!("can't listen on {address:?}"))?;
    println!("listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(&listener, PLACES, PATIENCE)
}
