//! The server stops gracefully: what has begun is finished, within a deadline.
//!
//! The third step. New since `server_limits`: at Ctrl-C or SIGTERM, the connections that have come
//! by then are still accepted, and the lines that have begun are still answered. Idle connections
//! end after a moment, and what is not done at the deadline is cut off.
//!
//! Run: `cargo run -p examples-tokio -- graceful_shutdown [ADDRESS]`
//! Paste: `cargo add anyhow && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::env;
use std::io::{self, Write};
use std::pin::pin;
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
#[cfg(not(unix))]
use tokio::signal::ctrl_c as stop_signal;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// What clients may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Connections that are served at the same time; one more is refused.
    pub connections: usize,
    /// How long a client may take to send a whole line, or to read an answer.
    pub patience: Duration,
    /// The longest line, in bytes.
    pub line: usize,
    /// New: how long a shutdown may take.
    pub shutdown: Duration,
}

const LIMITS: Limits = Limits {
    connections: 1_000,
    patience: Duration::from_secs(30),
    line: 1024,
    shutdown: Duration::from_secs(5),
};

/// Accepts connections and starts a task for each, up to the limit, until `shutdown` completes.
/// Returns the number of connections that were not done at the deadline.
///
/// # Errors
/// If `shutdown` returns one.
pub async fn serve(
    listener: TcpListener,
    shutdown: impl Future<Output = io::Result<()>>,
    limits: Limits,
) -> io::Result<usize> {
    let mut connections = JoinSet::new();
    let mut last_error = None;
    // New: nothing is ever sent. The end of this channel tells all connections at once.
    let (open, closing) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = select! {
            biased; // A crowd of clients does not put off the shutdown.
            stopped = &mut shutdown => break stopped?,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                while connections.try_join_next().is_some() {} // Their places are free again.
                if connections.len() < limits.connections {
                    connections.spawn(handle_connection(stream, limits, closing.clone()));
                } else {
                    tokio::spawn(part(stream, "busy, try again later\n"));
                }
            }
            Err(error) => {
                if last_error.replace(error.kind()) != Some(error.kind()) {
                    let _ = writeln!(io::stderr(), "can't accept now, trying again: {error}");
                }
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    // New: the end of a listener resets the connections in its queue, so they are accepted first.
    // Not with Tokio's `accept`, which may not have heard of them yet: std's asks the system.
    let listener = listener.into_std()?;
    for stream in listener.incoming().map_while(Result::ok) {
        stream.set_nonblocking(true)?;
        let stream = TcpStream::from_std(stream)?;
        connections.spawn(handle_connection(stream, limits, closing.clone()));
    }
    drop(listener);
    drop(open);
    let all_done = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(limits.shutdown, all_done).await;
    Ok(connections.len()) // They are cut off when the `JoinSet` is dropped.
}

/// Answers each line with the number of its words, until the client leaves, takes too long, or
/// sends too much, or the server stops.
///
/// # Errors
/// If the connection breaks, or the client does not read its answers in time.
pub async fn handle_connection(
    stream: TcpStream,
    limits: Limits,
    mut closing: watch::Receiver<()>,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"ready\n").await?;
    // New: a moment for a line that is on its way, or has come but the runtime has not noticed yet.
    let mut end = pin!(async {
        let _ = closing.changed().await;
        sleep(Duration::from_millis(100)).await;
    });
    let goodbye = loop {
        let mut line = Vec::new();
        let reading = async {
            select! { // New: between two lines, the connection can end.
                biased; // What has come is answered.
                waited = stream.fill_buf() => drop(waited?),
                () = &mut end => return Ok(0),
            }
            let mut limited = (&mut stream).take(limits.line as u64 + 1); // 1 for the line's end
            limited.read_until(b'\n', &mut line).await
        };
        let Ok(length) = timeout(limits.patience, reading).await else {
            break "no whole line in time, goodbye\n";
        };
        if length? == 0 {
            break "";
        }
        if line.len() > limits.line && !line.ends_with(b"\n") {
            break "too long a line, goodbye\n";
        }
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        timeout(limits.patience, stream.write_all(format!("{words}\n").as_bytes())).await??;
    };
    part(stream.into_inner(), goodbye).await
}

/// Says goodbye. A connection that is closed with unread bytes in it is reset, and a reset can
/// overtake the goodbye. So what the client still sends is read and dropped, for a second.
async fn part(mut stream: TcpStream, goodbye: &str) -> io::Result<()> {
    let parting = async {
        stream.write_all(goodbye.as_bytes()).await?;
        stream.shutdown().await?;
        copy(&mut stream, &mut sink()).await.map(drop)
    };
    timeout(Duration::from_secs(1), parting).await?
}

/// New: completes at Ctrl-C, or at SIGTERM, which stops a container.
#[cfg(unix)]
async fn stop_signal() -> io::Result<()> {
    use tokio::signal::{ctrl_c, unix::SignalKind, unix::signal};
    let mut terminate = signal(SignalKind::terminate())?;
    select! { stopped = ctrl_c() => stopped, _ = terminate.recv() => Ok(()) }
}

/// Stops a server whose clients are idle, busy and stuck. `None` is the end of a connection.
async fn demonstrate() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let shutdown = async { stopped.await.map_err(io::Error::other) };
    let limits = Limits { shutdown: Duration::from_secs(1), ..LIMITS };
    let server = tokio::spawn(serve(listener, shutdown, limits));

    let mut clients = Vec::new();
    for (name, text) in [("idle", ""), ("busy", "half a "), ("stuck", "half a ")] {
        let mut client = BufReader::new(TcpStream::connect(address).await?).lines();
        client.get_mut().write_all(format!("a line\n{text}").as_bytes()).await?;
        println!("{name} hears {:?}, {:?}", client.next_line().await?, client.next_line().await?);
        clients.push((name, client));
    }
    println!("the server stops");
    stop.send(()).expect("the server is running");
    clients[1].1.get_mut().write_all(b"line\n").await?;
    for (name, mut client) in clients {
        println!("{name} hears {:?}", client.next_line().await?);
    }
    println!("connections cut off: {}", server.await??);
    Ok(())
}

#[tokio::main]
pub async fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    let cut_off = serve(listener, stop_signal(), LIMITS).await?;
    let _ = writeln!(io::stdout(), "stopped; connections cut off: {cut_off}");
    Ok(())
}
