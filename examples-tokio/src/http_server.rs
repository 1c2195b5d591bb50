//! A web server over HTTP/1.1 with every limit and a graceful shutdown.
//!
//! Article B's web server, so that it can be left alone. New since `graceful_shutdown`: `httparse`
//! reads requests, which may come in one go (pipelining) and in pieces; connections are kept open
//! for the next request, and cost little memory meanwhile; each error has the status that HTTP has
//! for it; and a client that finds no place waits for one.
//!
//! Run: `cargo run -p examples-tokio -- http_server [ADDRESS]`
//! Paste: `cargo add anyhow httparse httpdate && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::env;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::io::{self, Write as _};
use std::mem::MaybeUninit;
use std::net::{Ipv6Addr, SocketAddr};
use std::pin::{Pin, pin};
use std::task::{Poll, ready};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use httparse::{EMPTY_HEADER, Error::TooManyHeaders, Error::Version, Header, Status::Complete};
use httpdate::HttpDate;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, copy, sink};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::select;
#[cfg(not(unix))]
use tokio::signal::ctrl_c as stop_signal;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// What clients may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Connections that are served at the same time; the next ones wait in the system's queue.
    pub connections: usize,
    /// How long a connection may be idle, or a client may leave its answers unread.
    pub idle: Duration,
    /// How long a client may take to send a request, from its first byte to its last.
    pub patience: Duration,
    /// How long a shutdown may take.
    pub shutdown: Duration,
    /// The longest head of a request, in bytes.
    pub head: usize,
    /// The longest body of a request, in bytes.
    pub body: usize,
}

/// What a client may take by default.
pub const LIMITS: Limits = Limits {
    connections: 10_000,
    idle: Duration::from_secs(60),
    patience: Duration::from_secs(10),
    shutdown: Duration::from_secs(5),
    head: 16 * 1024,
    body: 64 * 1024,
};

/// An error's status, with the header that it calls for.
type Status = &'static str;
const BAD_REQUEST: Status = "400 Bad Request";

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
    let (open, closing) = watch::channel(());
    let mut shutdown = pin!(shutdown);
    loop {
        select! {
            biased;
            stopped = &mut shutdown => break stopped?,
            Some(_) = connections.join_next() => {} // Its place is free again.
            accepted = listener.accept(), if connections.len() < limits.connections => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true); // Each write is a whole answer.
                    connections.spawn(handle_connection(stream, limits, closing.clone()));
                }
                Err(error) => {
                    if last_error.replace(error.kind()) != Some(error.kind()) {
                        let _ = writeln!(io::stderr(), "can't accept now, trying again: {error}");
                    }
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    // As in `graceful_shutdown`: the connections in the listener's queue are served, too.
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
    Ok(connections.len())
}

/// Answers one request after the other, until the client leaves, takes too long, or one of the two
/// wants to end it. Takes any stream, so that a test can pass a pipe and a clock of its own.
///
/// # Errors
/// If the connection breaks, or the client does not read its answers in time.
pub async fn handle_connection(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    limits: Limits,
    closing: watch::Receiver<()>,
) -> io::Result<()> {
    let mut input = Vec::new();
    let mut alarm = pin!(sleep(limits.idle)); // One timer for all that this connection waits for.
    let mut end = closing.clone(); // `changed` keeps its receiver borrowed.
    let mut end = pin!(end.changed());
    let (mut open, mut ending) = (true, false);
    while open {
        let idle = input.is_empty();
        let mut output = String::new();
        select! {
            biased; // What has come is answered, even if it is late by now or the server is stopping.
            length = read(&mut stream, &mut input) => match length? {
                0 => return Ok(()),
                _ => {
                    let last = closing.has_changed().is_err();
                    open = answer_all(&mut input, &mut output, limits, last);
                }
            },
            _ = &mut end, if !ending => {
                ending = true;
                if idle {
                    // A moment for a request that is on its way, or not noticed yet.
                    alarm.as_mut().reset(Instant::now() + Duration::from_millis(100));
                }
                continue;
            }
            () = &mut alarm => {
                open = false;
                if !idle {
                    write_answer(&mut output, Err("408 Request Timeout"), false, true);
                }
            }
        }
        if input.is_empty() {
            alarm.as_mut().reset(Instant::now() + limits.idle);
            input = Vec::new(); // Unlike a `Vec` that was cleared, a new one holds no memory.
        } else if idle || !output.is_empty() {
            // The next request has begun. Its time is set now and not at every read, or a byte now
            // and then would put off the end forever.
            alarm.as_mut().reset(Instant::now() + limits.patience);
        }
        select! {
            biased;
            written = stream.write_all(output.as_bytes()) => written?,
            () = &mut alarm => return Err(io::ErrorKind::TimedOut.into()),
        }
    }
    // No reset may overtake the last answer, so what the client still sends is read and dropped.
    stream.shutdown().await?;
    timeout(Duration::from_secs(1), copy(&mut stream, &mut sink())).await?.map(drop)
}

/// Appends what the client sends next. Returns its length; 0 when the client is done.
///
/// A buffer that is held across an `.await` is a part of the task, for as long as the client is
/// silent. This one is on the thread's stack, for as long as a poll takes.
async fn read(stream: &mut (impl AsyncRead + Unpin), input: &mut Vec<u8>) -> io::Result<usize> {
    poll_fn(|context| {
        let mut space = [MaybeUninit::uninit(); 8 * 1024]; // Zeros would cost time at each poll.
        let mut buffer = ReadBuf::uninit(&mut space);
        ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer))?;
        input.extend_from_slice(buffer.filled());
        Poll::Ready(Ok(buffer.filled().len()))
    })
    .await
}

/// Appends the answers to all requests that are whole to `output`, and takes them out of `input`. If
/// the server is stopping, they are the `last`. Returns `false` if the connection must end after
/// them. Nothing here waits, so nothing here is `async`.
pub fn answer_all(input: &mut Vec<u8>, output: &mut String, limits: Limits, last: bool) -> bool {
    let mut used = 0;
    let open = loop {
        let rest = &input[used..];
        let (reply, keep_alive) = match parse(rest, limits, output) {
            Ok(None) => break true,
            Ok(Some(request)) => {
                used += request.length;
                let last = last && used == input.len(); // Those behind it are answered too.
                (page(&request), request.keep_alive && !last)
            }
            // Where the next request would begin is not known any more.
            Err(status) => (Err(status), false),
        };
        // HEAD asks for what GET would say, but without the body.
        let with_body = !rest.trim_ascii_start().starts_with(b"HEAD ");
        write_answer(output, reply, keep_alive, with_body);
        if !keep_alive {
            break false;
        }
    };
    input.drain(..used);
    open
}

struct Request<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a [u8],
    /// Whether the client would like to send another on this connection.
    keep_alive: bool,
    /// Of head and body together, in bytes.
    length: usize,
}

/// Returns the page, or what is wrong with the request. Put your own pages here.
fn page(request: &Request) -> Result<String, Status> {
    const METHODS: &[&str] =
        &["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    match (request.path, request.method) {
        ("/", "GET" | "HEAD") => Ok("POST a text to /words".to_string()),
        ("/words", "POST") => {
            let text = String::from_utf8_lossy(request.body);
            Ok(text.split_whitespace().count().to_string())
        }
        (_, unknown) if !METHODS.contains(&unknown) => Err("501 Not Implemented"),
        ("/", _) => Err("405 Method Not Allowed\r\nAllow: GET, HEAD"),
        ("/words", _) => Err("405 Method Not Allowed\r\nAllow: POST"),
        _ => Err("404 Not Found"),
    }
}

fn write_answer(
    output: &mut String,
    reply: Result<String, Status>,
    keep_alive: bool,
    with_body: bool,
) {
    let (status, body) = match &reply {
        Ok(page) => ("200 OK", page.as_str()),
        Err(status) => (*status, status.lines().next().unwrap_or_default()),
    };
    let connection = if keep_alive { "keep-alive" } else { "close" };
    let (date, length) = (HttpDate::from(SystemTime::now()), body.len() + 1);
    output.reserve(256);
    write!(
        output,
        "HTTP/1.1 {status}\r\nDate: {date}\r\nConnection: {connection}\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
    )
    .expect("a string takes all that is written to it");
    if with_body {
        output.push_str(body);
        output.push('\n');
    }
}

/// Looks for a whole request at the beginning of `input`. If the client asks whether to send its
/// body, the answer to that goes to `output`.
fn parse<'a>(
    input: &'a [u8],
    limits: Limits,
    output: &mut String,
) -> Result<Option<Request<'a>>, Status> {
    let mut headers = [EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let head = &input[..input.len().min(limits.head)];
    let head_length = match request.parse(head) {
        Ok(Complete(length)) => length,
        Ok(_) if head.len() < limits.head => return Ok(None),
        Ok(_) if !head.contains(&b'\n') => return Err("414 URI Too Long"),
        Ok(_) | Err(TooManyHeaders) => return Err("431 Request Header Fields Too Large"),
        Err(Version) if names_http(head) => return Err("505 HTTP Version Not Supported"),
        Err(_) => return Err(BAD_REQUEST),
    };
    // The head is complete, so all three are there.
    let (Some(method), Some(target), Some(version)) =
        (request.method, request.path, request.version)
    else {
        return Err(BAD_REQUEST);
    };
    let headers = &*request.headers;
    match only(headers, "host")? {
        None if version == 0 => {} // HTTP/1.0 had no such header.
        Some(host) if is_host(host) => {}
        _ => return Err(BAD_REQUEST),
    }
    let length = head_length + body_length(headers, version, limits.body)?;
    if input.len() < length {
        // A client that has begun to send its body does not wait for an answer any more.
        let asks = version > 0 && has(headers, "expect", "100-continue");
        if asks && input.len() == head_length {
            output.push_str("HTTP/1.1 100 Continue\r\n\r\n");
        }
        return Ok(None);
    }
    let keep_alive = !has(headers, "connection", "close")
        && (version > 0 || has(headers, "connection", "keep-alive"));
    let body = &input[head_length..length];
    Ok(Some(Request { method, path: path(target), body, keep_alive, length }))
}

/// Returns whether the first line ends with a version of HTTP, though not one that is spoken here.
/// The answer must be the same when the line is not whole yet.
fn names_http(head: &[u8]) -> bool {
    let version = head.trim_ascii_start().splitn(3, |byte| *byte == b' ').nth(2);
    let digit = version.and_then(|version| version.strip_prefix(b"HTTP/")?.first());
    digit.is_some_and(u8::is_ascii_digit)
}

/// Returns whether this is a host, perhaps with a port, as RFC 9112 demands.
fn is_host(value: &[u8]) -> bool {
    let Ok(value) = str::from_utf8(value) else { return false };
    let (host, port) = match value.rsplit_once(':') {
        Some((host, port)) if !value.ends_with(']') => (host, port),
        _ => (value, ""),
    };
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(&byte);
    let valid = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.bytes().all(in_name),
    };
    valid && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the length of the body. Where two headers disagree about it, a proxy may believe one and
/// the server the other, and see another request begin. So whatever is doubtful is refused.
fn body_length(headers: &[Header], version: u8, limit: usize) -> Result<usize, Status> {
    match (only(headers, "content-length")?, only(headers, "transfer-encoding")?) {
        (None, None) => Ok(0),
        (Some(digits), None) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            // Too many digits for a number are too large a length.
            let length = str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            length.filter(|length| *length <= limit).ok_or("413 Content Too Large")
        }
        // HTTP lets a server insist on a length, so it needs no second way to read a body.
        (None, Some(coding)) if version > 0 && coding.eq_ignore_ascii_case(b"chunked") => {
            Err("411 Length Required")
        }
        _ => Err(BAD_REQUEST),
    }
}

/// Returns the value of a header that must not appear twice.
fn only<'a>(headers: &[Header<'a>], name: &str) -> Result<Option<&'a [u8]>, Status> {
    let mut found = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(BAD_REQUEST),
        (header, None) => Ok(header.map(|header| header.value)),
    }
}

/// Returns whether a header that is a list, perhaps on several lines, contains this word.
fn has(headers: &[Header], name: &str, word: &str) -> bool {
    let lists = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let mut words = lists.flat_map(|header| header.value.split(|byte| *byte == b','));
    words.any(|found| found.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

/// Returns `/words` for `/words?all`, and for `http://localhost/words`, which a client may send too.
fn path(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or(target);
    match path.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
            rest.find('/').map_or("/", |slash| &rest[slash..])
        }
        _ => path,
    }
}

/// Listens with a longer queue than the 128 places of `TcpListener::bind`. A client that finds the
/// queue full waits a second before it tries again.
///
/// # Errors
/// If this is not an address with a port, or the system refuses it.
pub fn listen(address: &str) -> anyhow::Result<TcpListener> {
    let address: SocketAddr = address.parse()?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(cfg!(unix))?; // As `bind` does, so that a server can restart at once.
    socket.bind(address)?;
    Ok(socket.listen(4096)?)
}

/// Completes at Ctrl-C, or at SIGTERM, which stops a container.
#[cfg(unix)]
async fn stop_signal() -> io::Result<()> {
    use tokio::signal::{ctrl_c, unix::SignalKind, unix::signal};
    let mut terminate = signal(SignalKind::terminate())?;
    select! { stopped = ctrl_c() => stopped, _ = terminate.recv() => Ok(()) }
}

/// Sends requests to a server in this process, and stops it.
async fn demonstrate() -> anyhow::Result<()> {
    let listener = listen("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let shutdown = async { stopped.await.map_err(io::Error::other) };
    let server = tokio::spawn(serve(listener, shutdown, LIMITS));

    let three = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n\
                 POST /words HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n\r\none two three\
                 GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    println!("three requests in one go:\n{}", ask(address, three).await?.trim_end());
    let long = format!("GET /{}", "a".repeat(LIMITS.head));
    for (what, request) in [
        ("a method that / does not have", "POST / HTTP/1.0\r\n\r\n"),
        ("a method that nobody has", "BREW / HTTP/1.0\r\n\r\n"),
        ("a later version", "GET / HTTP/2.0\r\n\r\n"),
        ("HTTP/1.1 without a host", "GET / HTTP/1.1\r\n\r\n"),
        ("a body that is too large", "POST /words HTTP/1.0\r\nContent-Length: 65537\r\n\r\n"),
        ("a path that is too long", &long),
    ] {
        let answer = ask(address, request).await?;
        println!("{what}: {}", answer.lines().next().unwrap_or("no answer"));
    }
    stop.send(()).expect("the server is running");
    println!("stopped; connections cut off: {}", server.await??);
    Ok(())
}

/// Sends requests, and returns all that comes back until the server ends the connection.
async fn ask(address: SocketAddr, requests: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(requests.as_bytes()).await?;
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await?;
    Ok(answers)
}

#[tokio::main]
pub async fn main() -> anyhow::Result<()> {
    let Some(address) = env::args().nth(1) else { return demonstrate().await };
    let listener = listen(&address).with_context(|| format!("can't listen on {address}"))?;
    let _ = writeln!(io::stdout(), "listening on {}; Ctrl-C ends it", listener.local_addr()?);
    let cut_off = serve(listener, stop_signal(), LIMITS).await?;
    let _ = writeln!(io::stdout(), "stopped; connections cut off: {cut_off}");
    Ok(())
}
