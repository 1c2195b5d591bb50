//! The web server speaks HTTP/1.1: parsed requests, kept connections, a status for each error.
//!
//! The second step. New since `accept_loop`: `httparse` reads the head of a request; a request may
//! have a body; a connection stays open for the next request, and requests may come in one go
//! (pipelining); what is wrong with a request is said by the status that HTTP has for it.
//!
//! Run: `cargo run -p examples-tokio -- http_server [ADDRESS]`
//! Paste: `cargo add anyhow httparse httpdate && cargo add tokio --features io-util,macros,net,rt-multi-thread,signal,sync,time`

use std::borrow::Cow;
use std::env;
use std::fmt::Write;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::anyhow;
use httparse::{EMPTY_HEADER, Error::TooManyHeaders, Error::Version, Header};
use httpdate::HttpDate;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The longest head and the longest body of a request, in bytes.
const HEAD: usize = 16 * 1024;
const BODY: usize = 64 * 1024;

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
    serve(listener).await
}

/// Accepts connections for ever and gives each a task.
pub async fn serve(listener: TcpListener) -> ! {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(handle_connection(stream))),
            Err(error) => {
                eprintln!("a connection was lost before it was accepted: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Answers one request after the other, until the client leaves or one of the two wants to end it.
///
/// # Errors
/// If the connection breaks, which is no more than that client's affair.
pub async fn handle_connection(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?; // Every write is a whole answer: there is nothing to wait for.
    let mut input = Vec::with_capacity(4096);
    let mut open = true;
    while open && stream.read_buf(&mut input).await? > 0 {
        let mut output = String::with_capacity(256);
        open = answer_all(&mut input, &mut output);
        // One write for all: pipelined requests need not cost a system call and a packet each.
        stream.write_all(output.as_bytes()).await?;
    }
    // Closed now, the connection would be reset if the client is still sending, and a reset can
    // take the last answer away before the client has read it. So the rest is read and dropped.
    stream.shutdown().await?;
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(|_| ())
}

/// Answers the requests that have come whole and takes them out of `input`. Gives `false` if the
/// connection is to end after these answers. Nothing here waits, so nothing here is `async`.
pub fn answer_all(input: &mut Vec<u8>, output: &mut String) -> bool {
    let mut used = 0;
    let open = loop {
        let rest = &input[used..];
        let (reply, keep_alive) = match parse(rest) {
            Ok(Parsed::Whole(request)) => {
                used += request.length;
                (page(&request), request.keep_alive)
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
fn parse(input: &[u8]) -> Result<Parsed<'_>, Status> {
    let mut headers = [EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let head = &input[..input.len().min(HEAD)];
    let head_length = match request.parse(head) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(_) if head.len() < HEAD => return Ok(Parsed::Partial),
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
    let length = head_length + body_length(headers, version)?;
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
fn body_length(headers: &[Header], version: u8) -> Result<usize, Status> {
    match (only(headers, "content-length")?, only(headers, "transfer-encoding")?) {
        (None, None) => Ok(0),
        (Some(digits), None) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            // Too many digits for a number are too large a length.
            let length = str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            length.filter(|length| *length <= BODY).ok_or("413 Content Too Large")
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

/// Clients on a port that the system chooses.
async fn demonstrate() -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));

    let three = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n\
                 POST /words HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n\r\none two three\
                 GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    println!("three requests in one go:\n{}", ask(address, three).await?.trim_end());

    for (what, request) in [
        ("a method that / does not have", "POST / HTTP/1.0\r\n\r\n"),
        ("a method that nobody has", "BREW / HTTP/1.0\r\n\r\n"),
        ("a later version", "GET / HTTP/2.0\r\n\r\n"),
        ("no request at all", "hello\r\n"),
        ("HTTP/1.1 without a host", "GET / HTTP/1.1\r\n\r\n"),
        ("too large a body", "POST /words HTTP/1.0\r\nContent-Length: 65537\r\n\r\n"),
    ] {
        let answer = ask(address, request).await?;
        println!("{what}: {}", answer.lines().next().unwrap_or("no answer"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Sends requests, and gives all that comes back until the server ends the connection.
async fn ask(address: SocketAddr, requests: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(requests.as_bytes()).await?;
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await?;
    Ok(answers)
}
