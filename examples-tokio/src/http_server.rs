//! A web server over HTTP/1.1 on hyper, with every limit and a graceful shutdown.
//!
//! Article B's web server, ready to run unattended. New since `graceful_shutdown`: hyper reads
//! the requests and writes the answers. What hyper leaves to its users is here.
//!
//! Run: `cargo run -p examples-tokio -- http_server [ADDRESS]`
//! Paste: `cargo add anyhow http-body-util rlimit socket2 tokio-io-timeout && cargo add ctrlc --features termination && cargo add hyper --features http1,server && cargo add hyper-util --features tokio && cargo add tokio --features io-util,macros,net,rt-multi-thread,time && cargo add tokio-util --features rt`

use std::io::{self, Write};
use std::{env, pin::pin, process::exit, time::Duration};

use anyhow::{Context, Result};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{ALLOW, CONNECTION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::{request::Parts, uri::Authority};
use hyper::{Request, Response, StatusCode, Version, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::{select, task::JoinSet, time::sleep, time::timeout};
use tokio_util::sync::CancellationToken;

/// How long a client may take for its next head or for a body, or may read nothing of an answer.
pub const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST: usize = 64 * 1024; // the head, and the body, in bytes
const MOMENT: Duration = Duration::from_millis(100);

/// Serves up to `places` connections at the same time until `closing` is cancelled, and then those
/// that have come by then. Returns how many were not done within half of `PATIENCE`.
pub async fn serve(listener: TcpListener, closing: CancellationToken, places: usize) -> usize {
    let (mut served, mut reported) = (JoinSet::new(), None);
    let mut stopped = pin!(after(&closing, MOMENT / 100)); // The runtime must see the queue first.
    let mut deadline = pin!(after(&closing, PATIENCE / 2));
    loop {
        select! {
            biased;
            Some(_) = served.join_next() => {}
            () = &mut deadline => {
                let (open, rest) = (served.len(), listener.into_std());
                served.shutdown().await; // Tokio's sockets never block, so the count below ends.
                return open + rest.map_or(0, |rest| rest.incoming().map_while(Result::ok).count());
            }
            accepted = listener.accept(), if served.len() < places => match accepted {
                Ok((stream, _)) => _ = served.spawn(handle_connection(stream, closing.clone())),
                Err(error) => {
                    let report = || writeln!(io::stderr(), "can't accept, trying again: {error}");
                    let _ = reported.get_or_insert_with(report); // An attacker could fill the log.
                    sleep(MOMENT).await;
                }
            },
            () = &mut stopped, if served.len() < places => break,
        }
    }
    drop(listener);
    let all_done = async { while served.join_next().await.is_some() {} };
    select! { biased; () = all_done => {} () = deadline => {} }
    served.len()
}

async fn after(closing: &CancellationToken, time: Duration) {
    closing.cancelled().await;
    sleep(time).await;
}

/// Answers request after request, until the client leaves or is too slow, or the server stops.
pub async fn handle_connection(stream: impl AsyncRead + AsyncWrite, closing: CancellationToken) {
    let mut stream = pin!(tokio_io_timeout::TimeoutStream::new(stream));
    stream.as_mut().set_write_timeout_pinned(Some(PATIENCE)); // hyper would wait forever.
    {
        let service = service_fn(async |request| anyhow::Ok(answer(request, &closing).await));
        let mut http = http1::Builder::new();
        // One timer for the head and for being idle: it starts when the last answer is written.
        http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LONGEST);
        http.half_close(true); // A client that has said all still wants its answer.
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream.as_mut()), service));
        select! {
            _ = &mut connection => {}
            // A moment for a request on its way: hyper then ends connections without a whole next head.
            () = after(&closing, MOMENT) => {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await; // An error concerns only this client.
            }
        }
    }
    // No reset may overtake the last answer, so what the client still sends is read and dropped.
    let _ = stream.shutdown().await;
    let _ = timeout(Duration::from_secs(1), copy(&mut stream, &mut sink())).await;
}

async fn answer(request: Request<Incoming>, closing: &CancellationToken) -> Response<String> {
    let (head, body) = request.into_parts();
    let body = read(body).await;
    // After half a body we can't find the start of the next request.
    let last = body.is_err() || closing.is_cancelled();
    let page = body.and_then(|body| page(&head, &body));
    let status = page.as_ref().err().copied().unwrap_or_default();
    let mut response = Response::new(page.unwrap_or_else(|status| format!("{status}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = if head.uri.path() == "/" { "GET, HEAD" } else { "POST" };
        headers.insert(ALLOW, HeaderValue::from_static(allowed));
    }
    if last {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

async fn read(body: Incoming) -> Result<Bytes, StatusCode> {
    if body.size_hint().lower() > LONGEST as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE); // Before hyper asks the client to send it.
    }
    match timeout(PATIENCE, Limited::new(body, LONGEST).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Returns the page, or what is wrong with the request. Put your own pages here.
fn page(head: &Parts, body: &[u8]) -> Result<String, StatusCode> {
    let has_host = match head.headers.get_all(HOST).iter().collect::<Vec<_>>()[..] {
        [] => head.version == Version::HTTP_10, // RFC 9112 demands one, and hyper does not look.
        [host] => host.is_empty() || Authority::try_from(host.as_bytes()).is_ok(),
        _ => false,
    };
    let text = String::from_utf8_lossy(body);
    match (head.uri.path(), head.method.as_str()) {
        _ if !has_host => Err(StatusCode::BAD_REQUEST),
        ("/", "GET" | "HEAD") => Ok("POST a text to /words\n".to_string()),
        ("/words", "POST") => Ok(format!("{}\n", text.split_whitespace().count())),
        ("/" | "/words", _) => Err(StatusCode::METHOD_NOT_ALLOWED),
        _ => Err(StatusCode::NOT_FOUND),
    }
}

/// Sends requests to a server in this process, and stops it.
async fn demonstrate() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (address, closing) = (listener.local_addr()?, CancellationToken::new());
    let server = tokio::spawn(serve(listener, closing.clone(), 10));
    for request in [
        "GET /?q=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "POST /words HTTP/1.0\r\nContent-Length: 3\r\n\r\na b",
        "PUT /words HTTP/1.0\r\nContent-Length: 65537\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let lines: Vec<_> = answer.lines().filter(|line| !line.contains(": ")).collect();
        println!("{}: {lines:?}", request.lines().next().unwrap_or_default());
    }
    closing.cancel();
    println!("stopped; connections cut off: {}", server.await?);
    Ok(())
}

#[tokio::main]
pub async fn main() -> Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = TcpListener::bind(&address).await;
    let listener = listener.with_context(|| format!("can't listen on {address}"))?;
    socket2::SockRef::from(&listener).listen(4096)?;
    // Each connection takes a file descriptor, and the program needs a few for itself.
    let places = (rlimit::increase_nofile_limit(12_500)? as usize / 5 * 4).min(10_000);
    let closing = CancellationToken::new();
    let stop = closing.clone();
    // The second Ctrl-C ends it at once.
    ctrlc::set_handler(move || if stop.is_cancelled() { exit(130) } else { stop.cancel() })?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    let cut_off = serve(listener, closing, places).await;
    let _ = writeln!(io::stdout(), "stopped; connections cut off: {cut_off}");
    Ok(())
}
