//! A blocking server with a thread for each connection, and limits against attacks.
//!
//! Article A opens with such a server, and with an attacker who opens connections until the threads
//! use up the memory. A client sends a line and receives the number of its words.
//!
//! Run: `cargo run -p examples-threads -- thread_per_connection [ADDRESS]`
//! Paste: `cargo add anyhow socket2`

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::Context;
use socket2::SockRef;

const PLACES: usize = 4;
const PATIENCE: Duration = Duration::from_secs(30);
const LONGEST_LINE: usize = 1024;

/// Accepts connections forever and starts a thread for each, at most `places` at the same time. A
/// client may take the time `patience` to send a whole line, and the same to read an answer.
pub fn serve(listener: &TcpListener, places: usize, patience: Duration) -> ! {
    // Each thread holds a clone until it ends, even by a panic: the count is taken places plus 1.
    let taken = Arc::new(());
    let mut refused = VecDeque::new();
    let mut last_error = None;
    loop {
        let accepted = listener.accept().and_then(|(mut stream, _)| {
            // Only this thread makes clones: between check and clone the count can only fall.
            if Arc::strong_count(&taken) > places {
                let _ = stream.write_all(b"busy, try again later\n"); // Fits into the socket's buffer.
                let _ = stream.shutdown(Shutdown::Write);
                // Closing now could reset it, and the line would be lost. So the last 64 stay open.
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
            // Only once, or an attacker could fill the log. `eprintln!` panics if it can't be written.
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

/// Listens on an address such as `localhost:7000`.
pub fn listen(address: &str) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    // 4,096 clients may wait to be accepted. With std's limit of 128, some would wait for seconds.
    SockRef::from(&listener).listen(4096)?;
    Ok(listener)
}

fn next_line(connection: &mut BufReader<TcpStream>) -> anyhow::Result<String> {
    connection.lines().next().context("the server hung up")?.context("no answer")
}

/// Plays an attacker of a server in this process.
fn demonstrate() -> anyhow::Result<()> {
    let listener = listen("localhost:0")?;
    let server = listener.local_addr()?;
    let thread = thread::Builder::new();
    thread.spawn(move || serve(&listener, PLACES, PATIENCE)).context("can't start a thread")?;

    println!("an attacker opens six connections to a server with {PLACES} places");
    let mut attack = Vec::new();
    for number in 1..=6 {
        let mut connection = BufReader::new(TcpStream::connect(server)?);
        println!("connection {number}: {}", next_line(&mut connection)?);
        attack.push(connection);
    }
    attack[0].get_mut().write_all(b"how many words are these\n")?;
    println!("connection 1 asks: {}", next_line(&mut attack[0])?);
    Ok(())
}

pub fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate() };
    let listener = listen(&address).with_context(|| format!("can't listen on {address:?}"))?;
    println!("listening on {}; Ctrl-C ends it", listener.local_addr()?);
    serve(&listener, PLACES, PATIENCE)
}
