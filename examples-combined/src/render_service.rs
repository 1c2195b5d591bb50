//! Tokio accepts, Rayon draws, a oneshot brings the picture; a full queue says so.
//!
//! Beyond articles A and B, "Combining": a service whose answers must be computed. Tasks wait for
//! clients and for pictures, workers draw, and the queue between them has a bound. A client sends a
//! number, and gets a part of the Mandelbrot set in letters, enlarged by that number.
//!
//! Run: `cargo run -p examples-combined -- render_service [ADDRESS]`
//! Paste: `cargo add anyhow rayon && cargo add tokio --features io-util,macros,net,rt-multi-thread,sync,time`

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::{env, time::Duration};

use anyhow::{Context, Result};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::{task, time};

/// Connections at the same time. More wait in the system's queue.
const CONNECTIONS: usize = 200;
/// How long a connection may last.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Pictures that wait to be drawn, or are being drawn.
const PLACES: u32 = 64;

/// Draws on all workers of the pool that it runs in.
pub fn draw(zoom: f64) -> String {
    (0..20 * 65).into_par_iter().map(|place| letter(place / 65, place % 65, zoom)).collect()
}

/// Returns the letter of a point: the longer it stays near the origin, the darker.
fn letter(row: u32, column: u32, zoom: f64) -> char {
    let x = -0.7436 + (f64::from(column) - 31.5) * 0.05 / zoom;
    let y = 0.1319 + (f64::from(row) - 9.5) * 0.125 / zoom;
    let (mut a, mut b, mut rounds) = (0.0, 0.0, 0_u32);
    while rounds < 2_000 && a * a + b * b <= 4.0 {
        (a, b, rounds) = (a * a - b * b + x, 2.0 * a * b + y, rounds + 1);
    }
    if column == 64 { '\n' } else { char::from(b" .:-=+*%%%@"[rounds.ilog2() as usize]) }
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
                    let _place = place; // Free before the answer is there, after a panic too.
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
            // Too many open files, for example. Said once until it changes, and not with `eprintln!`,
            // which panics if the log can't be written.
            Err(error) => {
                let complaint = format!("can't accept now, trying again: {error}");
                if complaint != said {
                    let _ = writeln!(io::stderr(), "{complaint}");
                    said = complaint;
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
    let (mut stream, mut line) = (BufReader::new(stream), String::new());
    // One limit for all waits: a silent client goes, and a picture that comes too late is not drawn.
    time::timeout(PATIENCE, async {
        (&mut stream).take(256).read_line(&mut line).await?;
        // Without a line end, it is too long or cut off.
        let zoom = line.strip_suffix('\n').and_then(|line| line.trim().parse::<f64>().ok());
        let zoom = zoom.filter(|zoom| zoom.is_normal() && *zoom > 0.0);
        let answer = match zoom.map(|zoom| renderer.submit(move || draw(zoom))) {
            None => "expected a number above 0\n".to_string(),
            Some(None) => "busy, try again later\n".to_string(),
            // The task waits without a thread, and the worker knows nothing of tasks.
            Some(Some(picture)) => picture.await.unwrap_or("can't draw this\n".to_string()),
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closed with unread bytes in it, a connection is reset, and the answer may be lost.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
    })
    .await?
}

/// Listens with room for a burst of clients in the system's queue: `TcpListener::bind` has room for 128,
/// and those who find none wait a second before they try again.
fn listen(address: &str) -> Result<TcpListener> {
    let address: SocketAddr = address.parse()?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(cfg!(unix))?; // Or the port is taken for a while after a restart.
    socket.bind(address)?;
    Ok(socket.listen(1024)?)
}

/// Sends a line and returns the answer.
async fn ask(address: SocketAddr, line: &str) -> io::Result<String> {
    let (mut stream, mut answer) = (TcpStream::connect(address).await?, String::new());
    stream.write_all(line.as_bytes()).await?;
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::main(flavor = "multi_thread")]
pub async fn main() -> Result<()> {
    let given = env::args().nth(1);
    let address = given.as_deref().unwrap_or("127.0.0.1:0");
    let listener = listen(address).with_context(|| format!("can't listen on {address}"))?;
    let address = listener.local_addr()?;
    // A pool of its own, so that others who use Rayon do not wait for pictures.
    let pool = ThreadPoolBuilder::new().panic_handler(|_| {}).build()?;
    let places = Arc::new(Semaphore::new(PLACES as usize));
    let renderer = Arc::new(Renderer { pool, places });
    let service = task::spawn(serve(listener, Arc::clone(&renderer)));
    if given.is_some() {
        println!("listening on {address}; Ctrl-C ends it");
        service.await?;
    }
    println!("1:\n{}", ask(address, "1\n").await?);
    let all_places = renderer.places.acquire_many(PLACES).await?;
    print!("1, with a full queue: {}", ask(address, "1\n").await?);
    println!("one: {}", ask(address, "one\n").await?);
    drop(all_places);
    print!("300:\n{}", ask(address, "300\n").await?);
    Ok(())
}
