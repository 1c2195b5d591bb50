//! The web server stops gracefully: what is in flight is finished, within a deadline.
//!
//! The last step. New since `server_limits`: at Ctrl-C, or whenever the future that is handed in
//! completes, nothing more is accepted, idle connections end at once, and requests that have begun
//! are still answered; what is not done by then is cut off at a deadline.
//!
//! Run: `cargo run -p examples-tokio -- graceful_shutdown [ADDRESS]`
//! Paste: `cargo add anyhow httparse httpdate && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::borrow::Cow;
use std::env;
use std::fmt::Write;
use std::future::{pending, poll_fn};
use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::task::{Poll, ready};
use std::time::{Duration, SystemTime};

use anyhow::anyhow;
use httparse::{EMPTY_HEADER, Error::TooManyHeaders, Error::Version, Header};
use httpdate::HttpDate;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};

/// What a client may take.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Connections that are served at the same time.
    pub connections: usize,
    /// How long a connection may lie idle, or a client leave its answers unread.
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

const LIMITS: Limits = Limits {
    connections: 10_000,
    idle: Duration::from_secs(60),
    patience: Duration::from_secs(10),
    shutdown: Duration::from_secs(5),
    head: 16 * 1024,
    body: 64 * 1024,
};

/// How long a client may go on sending after its last answer.
const FAREWELL: Duration = Duration::from_secs(1);

const BAD_REQUEST: Status = "400 Bad Request";

#[tokio::main]
pub async fn main() -> anyhow::Result<ExitCode> {
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
    println!("listening on {}; Ctrl-C ends it", listener.local_addr()?);
    let cut = serve(listener, ctrl_c(), LIMITS).await;
    println!("stopped; connections cut off in mid-request: {cut}");
    Ok(ExitCode::SUCCESS)
}

async fn ctrl_c() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("Ctrl-C will end the server at once, for it can't be listened to: {error}");
        pending::<()>().await;
    }
}

/// Accepts connections and gives each a task, until `shutdown` completes. Then it waits until the
/// requests that have begun are answered. Gives the number of connections that it had to cut off,
/// because they were not done at the deadline.
pub async fn serve(
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
    limits: Limits,
) -> usize {
    // Nothing is ever sent. What each connection waits for is the end of the channel.
    let (open, closing) = watch::channel(());
    // A semaphore can only count the connections; a `JoinSet` can wait for them, and cut them off.
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        select! {
            biased; // So Ctrl-C is listened for before the first connection is accepted.
            () = &mut shutdown => break,
            // An error, even a panic, is one connection's. What counts is that it has ended.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < limits.connections => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(handle_connection(stream, limits, closing.clone()));
                }
                Err(error) => {
                    eprintln!("a connection was lost before it was accepted: {error}");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    drop(listener); // From now on new connections are refused.
    drop(open);
    let all_done = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(limits.shutdown, all_done).await;
    connections.len() // They are cut off when the `JoinSet` is dropped.
}

/// Answers one request after the other, until the client leaves, takes too long, or one of the two
/// wants to end it. It takes any stream, so that a test can hand in a pipe and a clock of its own.
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
    // `changed` keeps its receiver borrowed, so it gets one of its own.
    let mut end = closing.clone();
    let mut end = pin!(end.changed());
    let mut open = true;
    while open {
        let idle = input.is_empty();
        let mut output = String::with_capacity(256);
        select! {
            biased; // What has come is answered, even if the alarm has rung or the end begun by now.
            received = read(&mut stream, &mut input) => match received? {
                0 => return Ok(()),
                _ => {
                    let last = closing.has_changed().is_err();
                    open = answer_all(&mut input, &mut output, limits, last);
                }
            },
            _ = &mut end, if idle => return Ok(()),
            () = &mut alarm => {
                if idle {
                    return Ok(());
                }
                write_answer(&mut output, Err("408 Request Timeout"), false, true);
                open = false;
            }
        }
        if input.is_empty() {
            alarm.as_mut().reset(Instant::now() + limits.idle);
            input = Vec::new(); // Unlike a `Vec` that was cleared, a new one holds no memory.
        } else if idle || !output.is_empty() {
            // The next request has begun. Its time is set now and not at every read, or a byte now
            // and then would put off the end for ever.
            alarm.as_mut().reset(Instant::now() + limits.patience);
        }
        select! {
            biased;
            written = stream.write_all(output.as_bytes()) => written?,
            () = &mut alarm => return Err(io::ErrorKind::TimedOut.into()),
        }
    }
    part(stream).await
}

/// Appends what the client sends next, and gives its length; 0 when the client is done.
///
/// A buffer that is held across an `.await` is part of the task, for as long as the client is
/// silent. This one is on the stack of the thread that looks, for as long as it looks.
async fn read(stream: &mut (impl AsyncRead + Unpin), input: &mut Vec<u8>) -> io::Result<usize> {
    poll_fn(|context| {
        let mut space = [MaybeUninit::uninit(); 8 * 1024];
        let mut buffer = ReadBuf::uninit(&mut space);
        ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer))?;
        input.extend_from_slice(buffer.filled());
        Poll::Ready(Ok(buffer.filled().len()))
    })
    .await
}

/// Ends a connection, but not before the client has had time to read the last answer. A socket that
/// is closed with unread bytes in it is reset, and a reset can overtake the answer.
async fn part(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    stream.shutdown().await?;
    let rest = async {
        while read(&mut stream, &mut Vec::new()).await? > 0 {}
        Ok(())
    };
    timeout(FAREWELL, rest).await?
}

/// Answers the requests that have come whole and takes them out of `input`; they are the `last` if
/// the server is stopping. Gives `false` if the connection is to end after these answers. Nothing
/// here waits, so nothing here is `async`.
pub fn answer_all(input: &mut Vec<u8>, output: &mut String, limits: Limits, last: bool) -> bool {
    let mut used = 0;
    let open = loop {
        let rest = &input[used..];
        let (reply, keep_alive) = match parse(rest, limits) {
            Ok(Parsed::Whole(request)) => {
                used += request.length;
                let last = last && used == input.len(); // What else has come is answered too.
                (page(&request), request.keep_alive && !last)
            }
            Ok(Parsed::Partial) => break true,
            Ok(Parsed::Asks) => {
                output.push_str("HTTP/1.1 100 Continue\r\n\r\n");
                break true;
            }
            // Where the next request would begin can't be known any more.
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

/// An error's status, with the header that it calls for.
type Status = &'static str;

struct Request<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a [u8],
    /// Whether the client would like to send another on this connection.
    keep_alive: bool,
    /// Of head and body together, in bytes.
    length: usize,
}

enum Parsed<'a> {
    Whole(Request<'a>),
    Partial,
    /// The head of a request whose sender asks whether to send the body.
    Asks,
}

/// The pages, or what is wrong with the request. Put your own here.
fn page(request: &Request) -> Result<Cow<'static, str>, Status> {
    const METHODS: &[&str] =
        &["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    match (request.path, request.method) {
        ("/", "GET" | "HEAD") => Ok("POST a text to /words".into()),
        ("/words", "POST") => {
            let text = String::from_utf8_lossy(request.body);
            Ok(text.split_whitespace().count().to_string().into())
        }
        (_, unknown) if !METHODS.contains(&unknown) => Err("501 Not Implemented"),
        ("/", _) => Err("405 Method Not Allowed\r\nAllow: GET, HEAD"),
        ("/words", _) => Err("405 Method Not Allowed\r\nAllow: POST"),
        _ => Err("404 Not Found"),
    }
}

fn write_answer(
    output: &mut String,
    reply: Result<Cow<str>, Status>,
    keep_alive: bool,
    with_body: bool,
) {
    let (status, body) = match &reply {
        Ok(page) => ("200 OK", &**page),
        Err(status) => (*status, status.lines().next().unwrap_or_default()),
    };
    let connection = if keep_alive { "keep-alive" } else { "close" };
    let (date, length) = (HttpDate::from(SystemTime::now()), body.len() + 1);
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

/// Looks for a request at the beginning of `input`.
fn parse(input: &[u8], limits: Limits) -> Result<Parsed<'_>, Status> {
    let mut headers = [EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let head = &input[..input.len().min(limits.head)];
    let head_length = match request.parse(head) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(_) if head.len() < limits.head => return Ok(Parsed::Partial),
        Ok(_) if !head.contains(&b'\n') => return Err("414 URI Too Long"),
        Ok(_) | Err(TooManyHeaders) => return Err("431 Request Header Fields Too Large"),
        Err(Version) if names_http(head) => return Err("505 HTTP Version Not Supported"),
        Err(_) => return Err(BAD_REQUEST),
    };
    // All three are there, now that the head is complete.
    let (Some(method), Some(target), Some(version)) =
        (request.method, request.path, request.version)
    else {
        return Err(BAD_REQUEST);
    };
    let headers = &*request.headers;
    match only(headers, "host")? {
        None if version == 0 => {} // HTTP/1.0 had no such header.
        Some(host) if !host.iter().any(|byte| b" \t,/?#@\\".contains(byte)) => {}
        _ => return Err(BAD_REQUEST),
    }
    let length = head_length + body_length(headers, version, limits.body)?;
    if input.len() < length {
        // It no longer waits for an answer if it has begun to send the body.
        let asks = version > 0 && has(headers, "expect", "100-continue");
        return Ok(if asks && input.len() == head_length { Parsed::Asks } else { Parsed::Partial });
    }
    let keep_alive = !has(headers, "connection", "close")
        && (version > 0 || has(headers, "connection", "keep-alive"));
    let body = &input[head_length..length];
    Ok(Parsed::Whole(Request { method, path: path(target), body, keep_alive, length }))
}

/// Whether the first line names HTTP, though in no version that is spoken here.
fn names_http(head: &[u8]) -> bool {
    let line = head.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.windows(6).any(|bytes| bytes == b" HTTP/")
}

/// The length of the body. Where two headers disagree about it, a proxy may believe one and the
/// server the other, and see another request begin: so whatever is doubtful is refused.
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

/// The value of a header that may not stand there twice.
fn only<'a>(headers: &[Header<'a>], name: &str) -> Result<Option<&'a [u8]>, Status> {
    let mut found = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(BAD_REQUEST),
        (header, None) => Ok(header.map(|header| header.value)),
    }
}

/// Whether a header that is a list, perhaps on several lines, has this word in it.
fn has(headers: &[Header], name: &str, word: &str) -> bool {
    let lists = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let mut words = lists.flat_map(|header| header.value.split(|byte| *byte == b','));
    words.any(|found| found.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

/// `/words` of `/words?all`, and of `http://localhost/words`, which a client may say too.
fn path(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or(target);
    match path.strip_prefix("http://") {
        Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => path,
    }
}

/// One shutdown that waits for a request, and one that waits in vain.
async fn demonstrate() -> anyhow::Result<ExitCode> {
    // A client that asks before it sends the body. The answer proves that the server has begun.
    let post = "POST /words HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n\
                Expect: 100-continue\r\n\r\n";

    let (address, stop, server) = start(LIMITS).await?;
    let mut idle = send(address, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
    println!("a request that is done: {}", line(&mut idle).await?);
    let mut busy = send(address, post).await?;
    println!("a request that has begun: {}", line(&mut busy).await?);
    drop(stop);
    idle.read_to_end(&mut Vec::new()).await?;
    println!("shutdown: the idle connection is closed");
    println!("a new connection is refused: {}", TcpStream::connect(address).await.is_err());
    busy.write_all(b"one two three").await?;
    let mut answer = String::new();
    busy.read_to_string(&mut answer).await?;
    println!("the request that had begun is answered:\n{}", answer.trim());
    println!("connections cut off: {}", server.await?);

    let (address, stop, server) =
        start(Limits { shutdown: Duration::from_millis(100), ..LIMITS }).await?;
    let mut stuck = send(address, post).await?;
    println!("a client that will send no body: {}", line(&mut stuck).await?);
    drop(stop);
    println!("connections cut off: {}", server.await?);
    Ok(ExitCode::SUCCESS)
}

/// A server that stops when the sender is dropped.
async fn start(limits: Limits) -> io::Result<(SocketAddr, oneshot::Sender<()>, JoinHandle<usize>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let shutdown = async { drop(stopped.await) };
    Ok((address, stop, tokio::spawn(serve(listener, shutdown, limits))))
}

/// A client that has sent this.
async fn send(address: SocketAddr, request: &str) -> io::Result<BufReader<TcpStream>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    Ok(BufReader::new(stream))
}

/// The next line that the server sends.
async fn line(client: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    client.read_line(&mut line).await?;
    Ok(line.trim_end().to_string())
}
