//! Series: the time of a request to our `http_server` and to hyper, by connections.
//!
//! hyper is what a reader would pick instead. Both servers send the same answer with the same headers. Each
//! client sends its next request when it has the whole answer to the last one. The clients are on a thread of
//! this process, so the time is that of both sides.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use anyhow::Context;
use examples_tokio::http_server;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Request, Response, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::harness::measure::cores;
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study};

const CONNECTIONS: [usize; 3] = [1, 10, 100];
const REQUESTS: usize = 20_000;
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "POST a text to /words\n";

pub fn study() -> Study {
    let mut study = Study {
        name: "web_servers",
        article: "B \"Example: Choosing the Right Approach\"",
        says: "the time of a request to a server of our own and to hyper",
        rounds: 9,
        ..Study::default()
    };
    for connections in CONNECTIONS {
        study = study
            .contender("http_server", move || measure(connections, our_server))
            .contender("hyper", move || measure(connections, with_hyper));
    }
    study
}

async fn our_server(listener: TcpListener) -> io::Result<()> {
    http_server::serve(listener, CancellationToken::new(), 10_000).await;
    Ok(())
}

async fn with_hyper(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(http_server::PATIENCE)
            .serve_connection(TokioIo::new(stream), service_fn(answer));
        tokio::spawn(connection);
    }
}

async fn answer<B>(_request: Request<B>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::new(Bytes::from_static(PAGE.as_bytes())));
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    Ok(response)
}

/// Starts the server on threads of its own, which end with the process, and times all requests.
fn measure<S>(connections: usize, server: fn(TcpListener) -> S) -> anyhow::Result<Outcome>
where
    S: Future<Output = io::Result<()>> + Send + 'static,
{
    let threads =
        runtime::Builder::new_multi_thread().worker_threads(cores()).enable_all().build()?;
    let listener = threads.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    threads.spawn(server(listener));

    let client = runtime::Builder::new_current_thread().enable_all().build()?;
    let requests = REQUESTS / connections;
    client.block_on(ask(address, connections, requests / 10 + 1))?; // a warm-up
    let start = Instant::now();
    let bytes = client.block_on(ask(address, connections, requests))?;
    let nanoseconds = start.elapsed().as_nanos() as f64;
    let figure = Figure::nanoseconds("time of a request", nanoseconds / REQUESTS as f64);
    Ok(Outcome::new([figure.at(connections)]).computed("the bytes of all answers", bytes))
}

/// Sends that many requests on each connection, one after the other, and returns the bytes of all answers.
async fn ask(address: SocketAddr, connections: usize, requests: usize) -> anyhow::Result<u64> {
    let mut clients = JoinSet::new();
    for _ in 0..connections {
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let mut bytes = 0;
            let mut answer = [0; 1024];
            for _ in 0..requests {
                stream.write_all(REQUEST).await?;
                let mut length = 0;
                while !answer[..length].ends_with(PAGE.as_bytes()) {
                    let read = stream.read(&mut answer[length..]).await?;
                    anyhow::ensure!(read > 0, "the server ended the connection, or sent too much");
                    length += read;
                }
                bytes += length as u64;
            }
            anyhow::Ok(bytes)
        });
    }
    let mut bytes = 0;
    while let Some(client) = clients.join_next().await {
        bytes += client.context("a client panicked")??;
    }
    Ok(bytes)
}
