//! Tokio accepts, Rayon draws, a oneshot brings the picture; a full queue says so.
//!
//! Beyond articles A and B, "Combining": a service whose answers must be computed. A client sends a
//! number, and gets a picture of the primes from there on.
//!
//! Run: `cargo run -p examples-combined -- render_service [ADDRESS]`
//! Paste: `cargo add anyhow rayon socket2 && cargo add tokio --features io-util,macros,net,rt,sync,time`

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::{env, time::Duration};

use anyhow::{Context, Result};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use socket2::SockRef;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::{task, time};

/// Connections at the same time. More wait in the system's queue.
const CONNECTIONS: usize = 200;
/// How long a connection may last.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Pictures that wait to be drawn, or are being drawn.
const PLACES: u32 = 64;

/// Draws 20 rows of 64 numbers each, on all workers of the pool that it runs in.
pub fn draw(first: u32) -> String {
    let is_prime = |n: u64| n > 1 && (2..=n.isqrt()).all(|divisor| !n.is_multiple_of(divisor));
    let letter = |number| if is_prime(u64::from(first) + number) { '#' } else { '.' };
    let row = |row: u64| (64 * row..64 * row + 64).map(letter).chain(['\n']).collect::<String>();
    (0..20).into_par_iter().map(row).collect()
}

/// Workers, and a queue of jobs with a bound.
pub struct Renderer {
    /// Needs a `panic_handler`: without one, a job that panics ends the process.
    pub pool: ThreadPool,
    /// A permit for each job that may wait or be at work.
    pub places: Arc<Semaphore>,
}

impl Renderer {
    /// Queues a job and returns the channel of its result, or `None` at once if all places are taken.
    /// If the job panics, the receiver gets an error. If the receiver is dropped before the job's turn
    /// comes, the job is skipped.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<oneshot::Receiver<T>> {
        // Rayon's own queue takes any number of jobs. The permits are what bounds it.
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let (answer, answered) = oneshot::channel();
        self.pool.spawn(move || {
            if !answer.is_closed() {
                let result = {
                    let _place = place; // Dropped before the answer is sent, also after a panic.
                    job()
                };
                let _ = answer.send(result);
            }
        });
        Some(answered)
    }
}

/// Accepts connections forever and starts a task for each.
pub async fn serve(listener: TcpListener, renderer: Arc<Renderer>) -> ! {
    let (connections, mut said) = (Arc::new(Semaphore::new(CONNECTIONS)), String::new());
    loop {
        let permit = Arc::clone(&connections).acquire_owned().await;
        match listener.accept().await {
            Ok((stream, _)) => {
                let renderer = Arc::clone(&renderer);
                task::spawn(async move {
                    let _permit = permit; // until the connection ends, in whichever way
                    let _ = answer(stream, &renderer).await; // An error: the client has gone.
                });
            }
            Err(error) => {
                // Too many open files, for example. Said once, and not with `eprintln!`, which panics
                // if the log can't be written.
                if said != error.to_string() {
                    said = error.to_string();
                    let _ = writeln!(io::stderr(), "can't accept now, trying again: {said}");
                }
                time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

/// Answers one line and closes the connection.
///
/// # Errors
/// If the connection is lost, or still open when its time is over.
pub async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    renderer: &Renderer,
) -> io::Result<()> {
    let (mut stream, mut line) = (BufReader::new(stream), Vec::new());
    // One limit for all waits: a silent client goes, and a picture that comes too late is not drawn.
    time::timeout(PATIENCE, async {
        (&mut stream).take(256).read_until(b'\n', &mut line).await?;
        // Without a line end, it is too long or cut off.
        let number = str::from_utf8(&line).ok().and_then(|line| line.strip_suffix('\n'));
        let answer = match number.and_then(|number| number.trim().parse().ok()) {
            None => "expected a number from 0 to 4294967295\n".to_string(),
            Some(first) => match renderer.submit(move || draw(first)) {
                None => "busy, try again later\n".to_string(),
                // The task waits without a thread, and the worker knows nothing of tasks.
                Some(picture) => picture.await.unwrap_or("can't draw this\n".to_string()),
            },
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closed with unread bytes in it, a connection is reset, and the answer may be lost.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
    })
    .await?
}

/// Sends a line and returns the answer.
async fn ask(address: SocketAddr, line: &str) -> io::Result<String> {
    let (mut stream, mut answer) = (TcpStream::connect(address).await?, String::new());
    stream.write_all(line.as_bytes()).await?;
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::main(flavor = "current_thread")] // One thread is enough for tasks that only wait.
pub async fn main() -> Result<()> {
    let given = env::args().nth(1);
    let address = given.as_deref().unwrap_or("127.0.0.1:0");
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    // `bind` lets 128 clients wait. Others must try again after a second.
    SockRef::from(&listener).listen(1024)?;
    let address = listener.local_addr()?;
    // A pool of its own, so that others who use Rayon do not wait for pictures.
    let pool = ThreadPoolBuilder::new().panic_handler(|_| {}).build();
    let pool = pool.context("can't start the workers")?;
    let places = Arc::new(Semaphore::new(PLACES as usize));
    let renderer = Arc::new(Renderer { pool, places });
    let service = task::spawn(serve(listener, Arc::clone(&renderer)));
    if given.is_some() {
        println!("listening on {address}; Ctrl-C ends it");
        service.await?; // `serve` never returns.
    }
    println!("1:\n{}", ask(address, "1\n").await?);
    let all_places = renderer.places.acquire_many(PLACES).await?; // Now the queue is full.
    print!("1, with a full queue: {}", ask(address, "1\n").await?);
    println!("one: {}", ask(address, "one\n").await?);
    drop(all_places);
    print!("4000000000:\n{}", ask(address, "4000000000\n").await?);
    Ok(())
}
