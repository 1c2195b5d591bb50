//! A blocking server with a thread for each connection, and what keeps an attacker from sinking it.
//!
//! Article A opens with such a server, and with an attacker who opens connections until the threads
//! eat the memory. This one has a cap, a refusal that the client can read, and a time limit for
//! each line. A client sends a line and gets the number of its words.
//!
//! Run: `cargo run -p examples-threads -- thread_per_connection [ADDRESS]`
//! Paste: `cargo add anyhow`

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

/// What a client may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Connections that are served at the same time; one more is refused.
    pub connections: usize,
    /// How long a client may take to send a whole line, or to read an answer.
    pub patience: Duration,
    /// The longest line, in bytes.
    pub line: usize,
}

const LIMITS: Limits = Limits { connections: 4, patience: Duration::from_secs(30), line: 1024 };

pub fn main() -> anyhow::Result<ExitCode> {
    let arguments = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let arguments: Vec<String> = arguments.collect();
    let address = match arguments.as_slice() {
        [] => return demonstrate(),
        [address] => address,
        _ => return Ok(usage("too many arguments")),
    };
    match TcpListener::bind(address) {
        Ok(listener) => {
            println!("listening on {}; Ctrl-C ends it", listener.local_addr()?);
            serve(&listener, LIMITS)
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            Ok(usage(&format!("{address:?} is no address")))
        }
        Err(error) => bail!("can't listen on {address}: {error}"),
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}; expected one address such as 127.0.0.1:7000, or none");
    ExitCode::from(2)
}

/// Accepts connections for ever and gives each a thread, up to the cap.
pub fn serve(listener: &TcpListener, limits: Limits) -> ! {
    // Each connection's thread holds a clone and drops it when it ends, by a panic too, so the
    // count of clones is the count of connections.
    let places = Arc::new(());
    let mut refused = VecDeque::new();
    let mut trouble = false;
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => stream,
            // A client that has already gone, or no file descriptor left: neither is a reason to
            // stop serving the others. The pause lets descriptors come back. Said only once, or an
            // attacker could fill the log.
            Err(error) => {
                if !trouble {
                    eprintln!("can't accept a connection, trying again: {error}");
                }
                trouble = true;
                thread::sleep(Duration::from_millis(10));
                continue;
            }
        };
        trouble = false;
        // Only this thread adds clones, so the cap can't be passed between the check and the spawn.
        if Arc::strong_count(&places) > limits.connections {
            refuse(stream, &mut refused);
            continue;
        }
        let place = Arc::clone(&places);
        // Not `thread::spawn`, which panics where the system has no thread left. Here the stream is
        // dropped instead, and the client sees its connection closed.
        let spawned = thread::Builder::new().spawn(move || {
            let _place = place;
            let _ = converse(&stream, limits); // An error is the client's: it has gone.
        });
        if let Err(error) = spawned {
            eprintln!("no thread for a connection: {error}");
        }
    }
}

/// Tells a client that there is no place for it, without a thread and without waiting.
fn refuse(stream: TcpStream, refused: &mut VecDeque<TcpStream>) {
    // Nothing was sent on this connection before, so the line fits into its empty buffer and
    // nothing can block. An error means that the client has gone.
    let _ = (&stream).write_all(b"busy, try again later\n");
    let _ = stream.shutdown(Shutdown::Write);
    // Closed now, the connection would be reset if the client has sent something, and on some
    // systems a reset takes the refusal away before the client has read it. So the last 64 that
    // were refused stay open.
    refused.push_back(stream);
    if refused.len() > 64 {
        refused.pop_front();
    }
}

/// Serves one client until it leaves, takes too long, or sends too much.
fn converse(mut stream: &TcpStream, limits: Limits) -> io::Result<()> {
    stream.set_write_timeout(Some(limits.patience))?;
    stream.write_all(b"ready\n")?;
    let mut reader = BufReader::new(stream);
    loop {
        match read_line(&mut reader, limits) {
            Ok(Some(line)) => {
                let words = String::from_utf8_lossy(&line).split_whitespace().count();
                stream.write_all(format!("{words}\n").as_bytes())?;
            }
            Ok(None) => return Ok(()),
            Err(error) => {
                stream.write_all(format!("{error}\n").as_bytes())?;
                stream.shutdown(Shutdown::Write)?;
                // As with a refusal, no reset may overtake the farewell: what the client still
                // sends is read and thrown away, for no longer than a line may take.
                let deadline = Instant::now() + limits.patience;
                while wait_for_bytes(&mut reader, deadline)? {
                    reader.consume(reader.buffer().len());
                }
                return Ok(());
            }
        }
    }
}

/// The next line, or `None` when the client is done. The deadline is for the whole line: a time-out
/// for each read alone would let a client hold its thread for ever by sending a byte now and then.
fn read_line(reader: &mut BufReader<&TcpStream>, limits: Limits) -> io::Result<Option<Vec<u8>>> {
    let deadline = Instant::now() + limits.patience;
    let mut line = Vec::new();
    while wait_for_bytes(reader, deadline)? {
        let bytes = reader.buffer();
        let end = bytes.iter().position(|&byte| byte == b'\n');
        line.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
        reader.consume(end.map_or(bytes.len(), |end| end + 1));
        if line.len() > limits.line {
            return Err(io::Error::other("too long a line, goodbye"));
        }
        if end.is_some() {
            return Ok(Some(line));
        }
    }
    Ok((!line.is_empty()).then_some(line))
}

/// Waits until there is something in the reader's buffer; `false` when the client is done.
fn wait_for_bytes(reader: &mut BufReader<&TcpStream>, deadline: Instant) -> io::Result<bool> {
    let too_late = || io::Error::new(io::ErrorKind::TimedOut, "no whole line in time, goodbye");
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(too_late()); // A time-out of zero would mean: wait for ever.
        }
        reader.get_ref().set_read_timeout(Some(left))?;
        match reader.fill_buf() {
            Ok(bytes) => return Ok(!bytes.is_empty()),
            Err(error) => match error.kind() {
                // What a read says when its time is over differs between systems.
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => return Err(too_late()),
                io::ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
    }
}

/// A server, an attacker and a client, all in this process, on a port that the system chooses.
fn demonstrate() -> anyhow::Result<ExitCode> {
    let address = start(LIMITS)?;
    println!("an attacker opens six connections to a server with {} places", LIMITS.connections);
    let mut attack = Vec::new();
    for number in 1..=6 {
        let mut connection = BufReader::new(TcpStream::connect(address)?);
        println!("connection {number}: {}", first_line(&mut connection)?);
        attack.push(connection);
    }
    drop(attack);

    // The server's threads notice a moment later that the attacker has left.
    let mut client = loop {
        let mut connection = BufReader::new(TcpStream::connect(address)?);
        if first_line(&mut connection)? == "ready" {
            break connection;
        }
        thread::sleep(Duration::from_millis(1));
    };
    client.get_mut().write_all(b"how many words are these\n")?;
    println!("the attacker has left, a client is served: {}", first_line(&mut client)?);

    let impatient = start(Limits { patience: Duration::from_millis(50), ..LIMITS })?;
    let mut idle = BufReader::new(TcpStream::connect(impatient)?);
    println!("an idle client: {}, then: {}", first_line(&mut idle)?, first_line(&mut idle)?);
    println!("and then its connection is closed: {}", idle.read(&mut [0])? == 0);
    Ok(ExitCode::SUCCESS)
}

/// Starts a server in a thread of its own, which ends with the process.
fn start(limits: Limits) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || serve(&listener, limits));
    Ok(address)
}

fn first_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line.trim_end().to_string())
}
