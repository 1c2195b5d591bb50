//! The server stops gracefully: what has begun is finished, within a deadline.
//!
//! The third step. New since `server_limits`: at Ctrl-C or SIGTERM, the connections that have come
//! by then are still accepted, and the lines that have begun are still answered.
//!
//! Run: `cargo run -p examples-tokio -- graceful_shutdown [ADDRESS]`
//! Paste: `cargo add anyhow socket2 && cargo add ctrlc --features termination && cargo add tokio --features io-util,macros,net,rt-multi-thread,time && cargo add tokio-util --features rt`

use std::io::{self, Write};
use std::{env, pin::pin, process::exit, time::Duration};

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::{select, task::JoinSet, time::sleep, time::timeout};
use tokio_util::sync::CancellationToken;

/// Many Linux systems allow 1,024 open files. New: without a free place, clients wait in the queue.
const PLACES: usize = 800;
const PATIENCE: Duration = Duration::from_secs(30);
const MOMENT: Duration = Duration::from_millis(100);

/// Accepts connections until `closing` is cancelled, and then those that have come by then. Returns
/// how many were not done at the deadline.
pub async fn serve(listener: TcpListener, closing: CancellationToken, limit: Duration) -> usize {
    let mut served = JoinSet::new();
    let mut deadline = pin!(after(&closing, limit));
    let mut stopped = pin!(after(&closing, MOMENT / 100)); // The runtime must see the queue first.
    loop {
        select! {
            biased;
            Some(_) = served.join_next() => {} // Its place is free again.
            () = &mut deadline => { // New: time is up, for those in the queue as well.
                let (open, rest) = (served.len(), listener.into_std());
                served.shutdown().await; // This frees descriptors, to accept and count the rest.
                return open + rest.map_or(0, |rest| rest.incoming().map_while(Result::ok).count());
            }
            accepted = listener.accept(), if served.len() < PLACES => match accepted {
                Ok((stream, _)) => _ = served.spawn(handle_connection(stream, closing.clone())),
                Err(error) => {
                    let _ = writeln!(io::stderr(), "can't accept, trying again: {error}");
                    sleep(MOMENT).await;
                }
            },
            // New: only when the queue is empty, because the end of a listener resets what is in it.
            () = &mut stopped, if served.len() < PLACES => break,
        }
    }
    drop(listener);
    let all_done = async { while served.join_next().await.is_some() {} };
    select! { biased; () = all_done => {} () = deadline => {} }
    served.len() // They are cut off when the `JoinSet` is dropped.
}

/// New: completes when `closing` has been cancelled for this time.
async fn after(closing: &CancellationToken, time: Duration) {
    closing.cancelled().await;
    sleep(time).await;
}

/// Answers each line with the number of its words, within limits, until the server stops.
async fn handle_connection(stream: TcpStream, closing: CancellationToken) -> io::Result<()> {
    let (mut stream, mut line) = (BufReader::new(stream), Vec::new());
    stream.write_all(b"ready\n").await?;
    // New: a moment for a line that is on its way, or has come but the runtime has not noticed yet.
    let mut end = pin!(after(&closing, MOMENT));
    loop {
        line.clear();
        let mut limited = (&mut stream).take(1024); // the longest line
        // New: waits for the first byte only, so a line that has begun is not interrupted.
        select! {
            biased; // What has come is answered.
            begun = timeout(PATIENCE, limited.fill_buf()) => drop(begun??),
            () = &mut end => break,
        }
        let length = timeout(PATIENCE, limited.read_until(b'\n', &mut line)).await??;
        if length == 0 || limited.limit() == 0 && !line.ends_with(b"\n") {
            break;
        }
        let words = String::from_utf8_lossy(&line).split_whitespace().count();
        timeout(PATIENCE, stream.write_all(format!("{words}\n").as_bytes())).await??;
    }
    // As in `say_goodbye` of `server_limits`, so that no reset overtakes the last answer.
    stream.shutdown().await?;
    timeout(Duration::from_secs(1), copy(&mut stream, &mut sink())).await?.map(drop)
}

/// Stops a server while it has half a line of two clients. `busy` sends the rest, `stuck` does not.
async fn demonstrate() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (address, closing) = (listener.local_addr()?, CancellationToken::new());
    let server = tokio::spawn(serve(listener, closing.clone(), Duration::from_secs(1)));
    let mut busy = TcpStream::connect(address).await?;
    let mut stuck = TcpStream::connect(address).await?;
    busy.write_all(b"half a ").await?;
    stuck.write_all(b"half a ").await?;
    closing.cancel();
    busy.write_all(b"line\n").await?;
    let mut heard = String::new();
    busy.read_to_string(&mut heard).await?;
    println!("the busy client hears {:?}", heard.lines().collect::<Vec<_>>());
    drop(busy);
    println!("stopped; connections cut off: {}", server.await?);
    Ok(())
}

#[tokio::main]
pub async fn main() -> Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    socket2::SockRef::from(&listener).listen(4096)?;
    let closing = CancellationToken::new();
    let stop = closing.clone();
    // New: called at Ctrl-C and, with the feature `termination`, at SIGTERM. The second one is final.
    ctrlc::set_handler(move || if stop.is_cancelled() { exit(130) } else { stop.cancel() })?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    let cut_off = serve(listener, closing, Duration::from_secs(5)).await;
    let _ = writeln!(io::stdout(), "stopped; connections cut off: {cut_off}");
    Ok(())
}
