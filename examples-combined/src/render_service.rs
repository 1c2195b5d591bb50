//! Tokio accepts, Rayon draws, a oneshot brings the picture back; a full queue is answered 503.
//!
//! Beyond articles A and B, "Combining": what a web service is that computes. Tasks wait for
//! clients, and for pictures; workers compute. Between the two is a queue with an end: when it is
//! full, the next client learns at once that it must come again, and memory stays as it is.
//!
//! `/` is the Mandelbrot set, in letters; `/X/Y/ZOOM` a part of it, such as `/-0.7436/0.1319/300`. With
//! an address the service runs until Ctrl-C: `curl http://127.0.0.1:8080/-0.7436/0.1319/300` asks it.
//!
//! Run: `cargo run -p examples-combined -- render_service [ADDRESS]`
//! Paste: `cargo add anyhow crossbeam rayon && cargo add tokio --features io-util,macros,net,rt-multi-thread,sync,time`

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{env, io};

use anyhow::{Context, Result, anyhow};
use crossbeam::channel;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::{task, time};

/// Connections at the same time; more wait in the system's queue, without a word, until one of these
/// ends. Each takes an open file.
const CONNECTIONS: usize = 500;
/// How long a connection may last, the wait for the picture included; then it is just closed.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long we wait for the client alone: until the head of its request is here, and after the answer
/// until it hangs up. Who does nothing must not keep others waiting for so long.
pub const CLIENT_PATIENCE: Duration = Duration::from_secs(5);
/// The longest head of a request, in bytes.
const HEAD: usize = 8 << 10;

const COLUMNS: u32 = 64;
const ROWS: u32 = 20;
const ROUNDS: u32 = 2_000;
const LETTERS: [char; 8] = [' ', '.', ':', '-', '=', '+', '*', '%'];

/// A part of the plane: its centre, and how much it is enlarged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub x: f64,
    pub y: f64,
    pub zoom: f64,
}

impl View {
    /// The view that a path such as `/-0.7436/0.1319/300` asks for, if it asks for one.
    pub fn from_path(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(View { x: -0.65, y: 0.0, zoom: 1.0 });
        }
        let mut numbers = path.strip_prefix('/')?.split('/').map(|text| text.parse::<f64>().ok());
        let mut next = || numbers.next()?.filter(|number| number.is_finite());
        let view = View { x: next()?, y: next()?, zoom: next()? };
        (view.zoom > 0.0 && numbers.next().is_none()).then_some(view)
    }
}

/// Draws, with as many cores as the pool that it runs in has.
pub fn draw(view: View) -> String {
    let rows = (0..ROWS).into_par_iter().map(|row| {
        let y = view.y + (f64::from(row) / f64::from(ROWS - 1) - 0.5) * 2.4 / view.zoom;
        let letters = (0..COLUMNS).map(|column| {
            let x = view.x + (f64::from(column) / f64::from(COLUMNS - 1) - 0.5) * 3.2 / view.zoom;
            letter(x, y)
        });
        letters.chain(['\n']).collect::<String>()
    });
    rows.collect() // one below the other
}

/// The letter of a point: the longer it stays near the origin, the darker.
fn letter(x: f64, y: f64) -> char {
    let (mut a, mut b) = (0.0, 0.0);
    for round in 1..=ROUNDS {
        (a, b) = (a * a - b * b + x, 2.0 * a * b + y);
        if a * a + b * b > 4.0 {
            return LETTERS[(round.ilog2() as usize).min(LETTERS.len() - 1)];
        }
    }
    '@'
}

/// Workers, and a queue of jobs for them that has an end.
pub struct Renderer {
    pool: ThreadPool,
    places: Arc<Semaphore>,
}

impl Renderer {
    /// So many workers, 0 for one on each core, and so many places for jobs, those at work included.
    ///
    /// # Errors
    /// If the system has no threads left.
    pub fn new(workers: usize, places: usize) -> Result<Self> {
        // A pool of its own: what else uses Rayon here is not held up. If a job panics, its client
        // is told (see `respond`); without a handler, Rayon would abort the process.
        let builder = ThreadPoolBuilder::new().num_threads(workers).panic_handler(|_| {});
        Ok(Renderer { pool: builder.build()?, places: Arc::new(Semaphore::new(places)) })
    }

    /// Queues a job and gives what its result will come through; `None`, at once, if all places are
    /// taken. If the job panics, the receiver gets an error. If the receiver is dropped before the
    /// job's turn comes, the job is not done.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<oneshot::Receiver<T>> {
        // Rayon's own queue takes any number of jobs. What bounds it is that each needs a permit.
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let (answer, answered) = oneshot::channel();
        self.pool.spawn(move || {
            if answer.is_closed() {
                return; // Whoever asked has lost patience.
            }
            let result = {
                let _place = place; // Free again before the answer goes, after a panic as well.
                job()
            };
            let _ = answer.send(result);
        });
        Some(answered)
    }
}

/// Accepts connections for ever and gives each a task.
pub async fn serve(listener: TcpListener, renderer: Arc<Renderer>) -> ! {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = Arc::clone(&connections).acquire_owned().await;
        match listener.accept().await {
            Ok((stream, _)) => {
                let renderer = Arc::clone(&renderer);
                task::spawn(async move {
                    let _permit = permit; // until the connection ends, in whichever way
                    let _ = time::timeout(PATIENCE, answer(stream, &renderer)).await;
                });
            }
            // A client that has already gone, or no open file left: no reason to end.
            Err(error) => {
                eprintln!("a connection was lost before it was accepted: {error}");
                time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

/// Answers one request and closes the connection.
///
/// # Errors
/// If the client takes too long, or the connection is lost.
pub async fn answer(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    renderer: &Renderer,
) -> io::Result<()> {
    let (status, body) = match time::timeout(CLIENT_PATIENCE, read_head(&mut stream)).await?? {
        // While the picture is waited for, nothing is read. A client that hangs up looks like one
        // that has said all it has to say, and so its picture is drawn, unless its turn comes after
        // our patience has ended.
        Some(head) => respond(&head, renderer).await,
        None => ("400 Bad Request", "expected the head of a request of up to 8 KiB\n".to_string()),
    };
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await?;
    // Closed with unread bytes in it, a connection is reset, and the answer may be lost.
    stream.shutdown().await?;
    let mut nowhere = tokio::io::sink();
    let rest = tokio::io::copy(&mut stream, &mut nowhere);
    time::timeout(CLIENT_PATIENCE, rest).await?.map(drop)
}

/// The head of a request, if it is not too long, and does not end before it is whole.
async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<String>> {
    let mut head = Vec::with_capacity(1024);
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        if head.len() > HEAD || stream.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}

/// The status, with the header that it calls for, and the body.
async fn respond(head: &str, renderer: &Renderer) -> (&'static str, String) {
    let line: Vec<_> = head.lines().next().unwrap_or_default().split(' ').collect();
    let view = match line[..] {
        ["GET", path, "HTTP/1.0" | "HTTP/1.1"] => View::from_path(path),
        [_, _, "HTTP/1.0" | "HTTP/1.1"] => {
            return ("405 Method Not Allowed\r\nAllow: GET", "only GET\n".to_string());
        }
        _ => return ("400 Bad Request", "expected HTTP/1.1\n".to_string()),
    };
    let Some(view) = view else {
        return ("404 Not Found", "expected / or /X/Y/ZOOM, three numbers\n".to_string());
    };
    // The whole bridge: the task does not wait for a place, and waits for the picture without a
    // thread. The worker knows nothing of tasks.
    let Some(picture) = renderer.submit(move || draw(view)) else {
        let busy = "too many pictures are waiting to be drawn\n".to_string();
        return ("503 Service Unavailable\r\nRetry-After: 1", busy);
    };
    match picture.await {
        Ok(picture) => ("200 OK", picture),
        Err(_) => ("500 Internal Server Error", "the picture could not be drawn\n".to_string()),
    }
}

#[tokio::main(flavor = "multi_thread")]
pub async fn main() -> Result<ExitCode> {
    let mut words = env::args_os().skip(1).map(|word| word.to_string_lossy().parse::<SocketAddr>());
    let address = match (words.next(), words.next()) {
        (None, _) => return demonstrate().await,
        (Some(Ok(address)), None) => address,
        _ => {
            eprintln!("expected one address such as 127.0.0.1:8080, or none");
            return Ok(ExitCode::from(2));
        }
    };
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| anyhow!("can't listen on {address}: {error}"))?;
    println!("listening on http://{}; Ctrl-C ends it", listener.local_addr()?);
    serve(listener, Arc::new(Renderer::new(0, 64)?)).await
}

/// A client on a port that the system chooses, and a queue that is certain to be full.
async fn demonstrate() -> Result<ExitCode> {
    const PLACES: usize = 4;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let renderer = Arc::new(Renderer::new(0, PLACES)?);
    task::spawn(serve(listener, Arc::clone(&renderer)));
    println!("/ gives {}", fetch(address, "/").await?);

    // Jobs that wait for a gate fill all the places, whatever the number of workers.
    let (gate, closed) = channel::bounded::<()>(0);
    let mut waiting = Vec::new();
    for _ in 0..PLACES {
        let closed = closed.clone();
        let job = renderer.submit(move || closed.recv().is_err());
        waiting.push(job.context("a place is taken, though no picture is being drawn")?);
    }
    println!("/ with {PLACES} jobs at a gate gives {}", fetch(address, "/").await?);
    println!("/nowhere gives {}", fetch(address, "/nowhere").await?);

    drop(gate); // Opens it: `recv` gives an error, as no message can come any more.
    for job in waiting {
        job.await?;
    }
    let part = "/-0.7436/0.1319/300";
    println!("{part} with the gate open gives {}", fetch(address, part).await?.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// Asks for a path; gives the status, and the body below it.
async fn fetch(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").context("the answer has no head")?;
    let status = head.lines().next().unwrap_or_default().trim_start_matches("HTTP/1.1 ");
    Ok(format!("{status}\n{body}"))
}
