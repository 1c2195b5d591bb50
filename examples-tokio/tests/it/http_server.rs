//! Clients that ask, dawdle, lie and leave.

use std::future::pending;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use examples_tokio::http_server::{Limits, answer_all, handle_connection, listen, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep, timeout};

use crate::support::{self, Client, Stop, WATCHDOG};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "POST a text to /words\n";

const LIMITS: Limits = Limits {
    connections: 2_000,
    idle: Duration::from_secs(600),
    patience: Duration::from_secs(600),
    shutdown: WATCHDOG,
    head: 16 * 1024,
    body: 64 * 1024,
};

fn start(limits: Limits) -> SocketAddr {
    support::start(move |listener| serve(listener, pending(), limits))
}

fn start_stoppable(limits: Limits) -> (SocketAddr, Stop) {
    support::start_stoppable(move |listener, signal| serve(listener, signal, limits))
}

#[derive(Debug)]
struct Reply {
    /// Such as `200 OK`.
    status: String,
    /// All headers but the date.
    headers: Vec<String>,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter().filter_map(|header| header.split_once(": "));
        headers.find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    fn keeps_alive(&self) -> bool {
        match self.header("Connection") {
            Some("keep-alive") => true,
            Some("close") => false,
            other => panic!("a header Connection: {other:?}"),
        }
    }
}

impl Client {
    fn head(&mut self) -> Reply {
        let status = self.line();
        let status = status.strip_prefix("HTTP/1.1 ").expect("a status line").to_string();
        let mut headers = Vec::new();
        loop {
            let header = self.line();
            if header.is_empty() {
                break;
            }
            headers.push(header);
        }
        if !status.starts_with("100") {
            let date = headers.iter().position(|header| header.starts_with("Date: "));
            let date = headers.remove(date.expect("every answer has a date"));
            assert!(date.ends_with(" GMT") && date.len() == 35, "{date}");
        }
        Reply { status, headers, body: String::new() }
    }

    fn reply(&mut self) -> Reply {
        let mut reply = self.head();
        let length = reply.header("Content-Length").expect("a length").parse().unwrap();
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("waiting for the body");
        reply.body = String::from_utf8(body).unwrap();
        reply
    }
}

/// A request with these headers besides `Host`.
fn request(line: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("{line} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n{body}").into_bytes()
}

fn post(text: &str) -> Vec<u8> {
    request("POST /words", &[&format!("Content-Length: {}", text.len())], text)
}

#[test]
fn what_is_right_is_answered_and_the_connection_kept() {
    let cases: &[(&[u8], &str, &str)] = &[
        (GET, "200 OK", PAGE),
        (b"\r\nGET /?a=b HTTP/1.1\r\nhost:localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET http://localhost?a/b HTTP/1.1\r\nHost:\r\n\r\n", "200 OK", PAGE),
        (b"GET HTTP://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET hTtP://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\r\nHost: localhost:\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\r\nHost: a-b.example:8080\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\nHost: [::1]:80\n\n", "200 OK", PAGE),
        (b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 OK", PAGE),
        (&request("GET /", &["Content-Length: 5"], "GET /"), "200 OK", PAGE),
        (&post("one two\tthree\nvier"), "200 OK", "4\n"),
        (&post(""), "200 OK", "0\n"),
        (&post(&"a ".repeat(32 * 1024)), "200 OK", "32768\n"),
        (
            &request("POST http://localhost/words?all", &["CONTENT-LENGTH: 3"], "\u{fffd}"),
            "200 OK",
            "1\n",
        ),
        (&request("GET /nowhere", &[], ""), "404 Not Found", "404 Not Found\n"),
        (
            &request("DELETE /nowhere", &["Content-Length: 2"], "xx"),
            "404 Not Found",
            "404 Not Found\n",
        ),
        (&request("OPTIONS *", &[], ""), "404 Not Found", "404 Not Found\n"),
        (
            &request("PUT /", &["Content-Length: 2"], "xx"),
            "405 Method Not Allowed",
            "405 Method Not Allowed\n",
        ),
        (&request("GET /words", &[], ""), "405 Method Not Allowed", "405 Method Not Allowed\n"),
        (&request("BREW /", &[], ""), "501 Not Implemented", "501 Not Implemented\n"),
        (&request("get /", &[], ""), "501 Not Implemented", "501 Not Implemented\n"),
    ];
    let mut client = Client::connect(start(LIMITS));
    for (request, status, body) in cases {
        client.send(request);
        let reply = client.reply();
        let shown = format!("{}: {reply:?}", String::from_utf8_lossy(request));
        assert_eq!((reply.status.as_str(), reply.body.as_str()), (*status, *body), "{shown}");
        assert!(reply.keeps_alive(), "{shown}");
        let allow = match status.starts_with("405") {
            false => None,
            true if request.starts_with(b"PUT / ") => Some("GET, HEAD"),
            true => Some("POST"),
        };
        assert_eq!(reply.header("Allow"), allow, "{shown}");
    }
}

#[test]
fn what_is_wrong_is_refused_and_the_connection_closed() {
    const BAD: &str = "400 Bad Request";
    let with = |header: &str| request("POST /words", &[header], "");
    let smuggling =
        request("POST /words", &["Content-Length: 3", "Transfer-Encoding: chunked"], "0\r\n\r\n");
    let long_head = request("GET /", &[&format!("Cookie: {}", "x".repeat(16 * 1024))], "");
    let many_headers = request("GET /", &["a: b"; 64], "");
    let cases: &[(&[u8], &str)] = &[
        (b"hello\r\n", BAD),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", BAD), // the beginning of TLS
        (b"GET /\r\n", BAD),
        (b"GET / FTP/1.1\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", BAD),
        (b"GET / HTTP/1.0\r\nHost: a/b\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: a:b:c\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: x:abc\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: x:80x\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: ::1\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: [x]\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost: user@x\r\n\r\n", BAD),
        ("GET / HTTP/1.1\r\nHost: b\u{fc}cher.example\r\n\r\n".as_bytes(), BAD),
        (b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n", BAD),
        (b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET /a b HTTP/2.0\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET / HTTP/x.y\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET / http/1.1\r\nHost: localhost\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", BAD),
        (b"GET / HTTP/1.1\r\n Host: a\r\n\r\n", BAD),
        (&with("X: a\r\n folded"), BAD),
        (&with("X: a\0b"), BAD),
        (&smuggling, BAD),
        (&request("POST /words", &["Content-Length: 3", "Content-Length: 3"], "abc"), BAD),
        (&with("Content-Length: 3, 3"), BAD),
        (&with("Content-Length: +3"), BAD),
        (&with("Content-Length: -3"), BAD),
        (&with("Content-Length: 0x3"), BAD),
        (&with("Content-Length:"), BAD),
        (&with("Transfer-Encoding: gzip"), BAD),
        (&with("Transfer-Encoding: xchunked"), BAD),
        (&with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), BAD),
        (b"POST /words HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", BAD),
        (&with("Transfer-Encoding: Chunked"), "411 Length Required"),
        (&with("Content-Length: 65537"), "413 Content Too Large"),
        (&with("Content-Length: 99999999999999999999999999"), "413 Content Too Large"),
        (&with("Content-Length: 65537\r\nExpect: 100-continue"), "413 Content Too Large"),
        (&[b'G'; 20 * 1024], "414 URI Too Long"),
        (&[b"GET /".as_slice(), &[b'x'; 20 * 1024]].concat(), "414 URI Too Long"),
        (&long_head, "431 Request Header Fields Too Large"),
        (&many_headers, "431 Request Header Fields Too Large"),
        (b"GET / HTTP/2.0\r\n\r\n", "505 HTTP Version Not Supported"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 HTTP Version Not Supported"),
    ];
    let server = start(LIMITS);
    for (request, status) in cases {
        let mut client = Client::connect(server);
        // What stands after it may be a request of somebody else, and must not be answered.
        client.send(&[request, GET].concat());
        let reply = client.reply();
        let shown = format!("{}: {reply:?}", String::from_utf8_lossy(request));
        assert_eq!(reply.status, *status, "{shown}");
        assert_eq!(reply.body, format!("{status}\n"), "{shown}");
        assert!(!reply.keeps_alive(), "{shown}");
        assert!(client.is_closed(), "{shown}");

        // The answer is the same if the request comes byte by byte.
        let (mut input, mut output) = (Vec::new(), String::new());
        for byte in [request, GET].concat() {
            input.push(byte);
            if !answer_all(&mut input, &mut output, LIMITS, false) {
                break;
            }
        }
        assert!(output.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{shown}: {output}");
    }
}

#[test]
fn the_client_decides_whether_the_connection_is_kept() {
    let server = start(LIMITS);
    for (version, header, kept) in [
        ("HTTP/1.1", "", true),
        ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: foo, CLOSE\r\n", false),
        ("HTTP/1.1", "Connection: foo\r\nconnection: close\r\n", false),
        ("HTTP/1.1", "Connection: closed\r\n", true),
        ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: keep-alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
    ] {
        let request = format!("GET / {version}\r\nHost: localhost\r\n{header}\r\n");
        let mut client = Client::sending(server, request.as_bytes());
        assert_eq!(client.reply().keeps_alive(), kept, "{request}");
        if kept {
            client.send(GET);
            assert_eq!(client.reply().body, PAGE, "{request}");
        } else {
            assert!(client.is_closed(), "{request}");
        }
    }
}

#[test]
fn head_says_what_get_says_less_the_body() {
    let mut client = Client::connect(start(LIMITS));
    for path in ["/", "/words", "/nowhere"] {
        client.send(&request(&format!("GET {path}"), &[], ""));
        let get = client.reply();
        client.send(&request(&format!("HEAD {path}"), &[], ""));
        let head = client.head();
        assert_eq!((head.status, head.headers), (get.status, get.headers), "{path}");
        // Were there a body, it would now be taken for the beginning of the next answer.
    }
    client.send(b"HEAD / HTTP/1.1\r\n\r\n"); // without a host
    assert_eq!(client.head().status, "400 Bad Request");
    assert!(client.is_closed());
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let mut client = Client::connect(start(LIMITS));
    let requests: Vec<u8> = (0..500).flat_map(|words| post(&"a ".repeat(words))).collect();
    let mut writer = client.0.get_ref().try_clone().unwrap();
    // Sent by another thread, because the server stops reading while its answers are not read.
    let sending = thread::spawn(move || writer.write_all(&requests));
    for words in 0..500 {
        assert_eq!(client.reply().body, format!("{words}\n"));
    }
    sending.join().unwrap().unwrap();
}

/// Requests of all kinds, and what the answers to them are, less the date.
fn conversation() -> (Vec<u8>, Vec<String>) {
    let requests = [
        GET,
        &post("one two three"),
        b"\r\n\nHEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        &request("GET /nowhere", &["Content-Length: 4"], "\r\n\r\n"),
        b"GET / HTTP/1.0\r\n\r\n",
    ];
    let mut output = String::new();
    answer_all(&mut requests.concat(), &mut output, LIMITS, false);
    let answers = lines_without_date(&output);
    assert_eq!(answers.iter().filter(|line| line.starts_with("HTTP/1.1 ")).count(), 5);
    (requests.concat(), answers)
}

fn lines_without_date(output: &str) -> Vec<String> {
    output.lines().filter(|line| !line.starts_with("Date: ")).map(str::to_string).collect()
}

#[test]
fn it_does_not_matter_where_the_bytes_are_split() {
    let (requests, answers) = conversation();
    for split in 0..requests.len() {
        let (mut input, mut output) = (requests[..split].to_vec(), String::new());
        assert!(answer_all(&mut input, &mut output, LIMITS, false), "no end before the last byte");
        input.extend_from_slice(&requests[split..]);
        assert!(!answer_all(&mut input, &mut output, LIMITS, false), "the last one is to end it");
        assert_eq!(lines_without_date(&output), answers, "split at {split}");
    }
    let (mut input, mut output) = (Vec::new(), String::new());
    for byte in &requests {
        input.push(*byte);
        answer_all(&mut input, &mut output, LIMITS, false);
    }
    assert_eq!(lines_without_date(&output), answers, "byte by byte");
}

#[test]
fn it_does_not_matter_where_the_packets_are_split() {
    let (requests, answers) = conversation();
    let server = start(LIMITS);
    for split in 1..requests.len() {
        let mut client = Client::sending(server, &requests[..split]);
        thread::yield_now();
        client.send(&requests[split..]);
        let mut output = String::new();
        client.0.read_to_string(&mut output).expect("waiting for all answers");
        assert_eq!(lines_without_date(&output), answers, "split at {split}");
    }
}

#[test]
fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let head = request("POST /words", &["Content-Length: 3", "Expect: 100-Continue"], "");
    let server = start(LIMITS);
    let mut client = Client::sending(server, &head);
    assert_eq!(client.head().status, "100 Continue");
    for byte in [b"a", b" ", b"b"] {
        assert!(client.hears_nothing(), "it is told once");
        client.send(byte);
    }
    assert_eq!(client.reply().body, "2\n");

    client.send(&[&head, b"a b".as_slice()].concat());
    assert_eq!(client.reply().body, "2\n", "it did not wait to be told");

    let old = b"POST /words HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n";
    let mut client = Client::sending(server, old);
    assert!(client.hears_nothing(), "HTTP/1.0 knows of no such thing");
    client.send(b"a");
    assert_eq!(client.reply().body, "1\n");
}

#[test]
fn a_client_that_has_said_all_is_answered() {
    let server = start(LIMITS);
    let mut client = Client::sending(server, &[GET, &post("a b")].concat());
    client.half_close();
    assert_eq!(client.reply().body, PAGE);
    assert_eq!(client.reply().body, "2\n");
    assert!(client.is_closed());

    let mut client = Client::sending(server, &GET[..20]);
    client.half_close();
    assert!(client.is_closed(), "half a request has no answer");
}

#[test]
fn a_refusal_reaches_a_client_that_is_still_sending() {
    let server = start(LIMITS);
    for _ in 0..10 {
        let head = request("POST /words", &["Content-Length: 10000000"], "");
        let mut client = Client::sending(server, &[head.as_slice(), &[b'x'; 100_000]].concat());
        assert_eq!(client.reply().status, "413 Content Too Large");
        assert!(client.is_closed());
        client.send(&[b'x'; 100_000]);
        assert!(client.is_closed(), "without a reset");
    }
}

#[test]
fn clients_that_reset_their_connections_cost_nobody_else() {
    let server = start(LIMITS);
    let mut patient = Client::sending(server, &GET[..20]);
    for request in [GET, b"hello\r\n", &GET.repeat(100)] {
        for _ in 0..50 {
            let rude = Client::sending(server, request);
            rude.0.get_ref().peek(&mut [0]).expect("waiting for an answer");
            drop(rude); // With the answer unread, this is a reset.
            drop(Client::sending(server, &request[..5]));
        }
    }
    patient.send(&GET[20..]);
    assert_eq!(patient.reply().body, PAGE);
}

#[test]
fn a_thousand_idle_connections_are_kept_and_keep_nobody_waiting() {
    let server = start(LIMITS);
    let mut idle: Vec<_> = (0..1_000)
        .map(|_| {
            let mut client = Client::sending(server, GET);
            assert_eq!(client.reply().body, PAGE);
            client
        })
        .collect();
    let mut client = Client::sending(server, &post("a b c"));
    assert_eq!(client.reply().body, "3\n");
    for client in &mut idle {
        client.send(GET);
        assert_eq!(client.reply().body, PAGE);
    }
}

#[test]
fn a_connection_too_many_waits_until_another_ends() {
    let server = start(Limits { connections: 3, ..LIMITS });
    let mut served = [(); 3].map(|()| Client::sending(server, GET));
    for client in &mut served {
        assert_eq!(client.reply().body, PAGE);
    }
    let mut waiting: Vec<_> = (0..30).map(|_| Client::sending(server, GET)).collect();
    // None of these can be answered while the first three are there.
    assert!(waiting[0].hears_nothing());
    for client in &mut served {
        client.send(GET);
        assert_eq!(client.reply().body, PAGE);
    }
    let [leaving, _stay @ ..] = served;
    drop(leaving);
    for mut client in waiting {
        assert_eq!(client.reply().body, PAGE, "one leaves, the next one is served");
    }
}

/// A byte now and then: each comes in time, the request does not. The clock is Tokio's own, and it
/// goes on only when everybody waits.
#[tokio::test(start_paused = true)]
async fn a_request_must_be_whole_in_time() {
    let limits = Limits { patience: Duration::from_secs(10), ..LIMITS };
    let slow_body = request("POST /words", &["Content-Length: 1000"], "");
    for begin in [b"G".as_slice(), &slow_body] {
        let (mut client, server) = pipe(limits);
        sleep(Duration::from_secs(300)).await; // as long as nothing has begun
        write_all(&mut client, begin).await;
        let heard = drip_for_ten_seconds(&mut client).await;
        assert!(heard.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{heard}");
        assert!(heard.contains("\r\nConnection: close\r\n"), "{heard}");
        assert_eq!(read_some(&mut client).await, "", "nothing comes after it");
        // It does not leave, and is left a second later.
        let parted = Instant::now();
        ended(server).await.expect_err("the client has not left");
        assert_eq!(parted.elapsed().as_secs(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn each_request_has_a_time_of_its_own() {
    let limits = Limits { patience: Duration::from_secs(10), ..LIMITS };
    let (mut client, _server) = pipe(limits);
    write_all(&mut client, &GET[..5]).await;
    for _ in 0..5 {
        // The connection is never idle: the end of a request comes with the beginning of the next.
        sleep(Duration::from_secs(9)).await;
        write_all(&mut client, &[&GET[5..], &GET[..5]].concat()).await;
        assert!(read_some(&mut client).await.starts_with("HTTP/1.1 200 OK\r\n"));
    }
    let heard = drip_for_ten_seconds(&mut client).await;
    assert!(heard.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{heard}");
}

/// Sends a byte a second until the server says something, which is to be after ten seconds.
async fn drip_for_ten_seconds(client: &mut DuplexStream) -> String {
    let begun = Instant::now();
    loop {
        if let Ok(heard) = timeout(Duration::from_secs(1), read_some(client)).await {
            assert_eq!(begun.elapsed().as_secs(), 10, "{heard}");
            return heard;
        }
        assert!(begun.elapsed().as_secs() <= 10, "still waiting to be told that time is over");
        write_all(client, b"a").await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_in_the_end() {
    let limits = Limits { idle: Duration::from_secs(60), ..LIMITS };
    let (mut client, server) = pipe(limits);
    let begun = Instant::now();
    for _ in 0..3 {
        sleep(Duration::from_secs(50)).await;
        write_all(&mut client, GET).await;
        assert!(read_some(&mut client).await.ends_with(PAGE));
    }
    assert_eq!(read_some(&mut client).await, "", "it is closed without a word");
    assert_eq!(begun.elapsed().as_secs(), 3 * 50 + 60);
    drop(client);
    ended(server).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_left() {
    let limits = Limits { idle: Duration::from_secs(60), ..LIMITS };
    let (mut client, server) = pipe(limits);
    let begun = Instant::now();
    write_all(&mut client, &GET.repeat(100)).await; // Their answers are more than the pipe holds.
    let error = ended(server).await.expect_err("the answers could not be written");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(begun.elapsed().as_secs(), 60);
}

/// Returns one end of a pipe, with `handle_connection` at the other.
fn pipe(limits: Limits) -> (DuplexStream, JoinHandle<io::Result<()>>) {
    let (client, server) = tokio::io::duplex(4096);
    let server = tokio::spawn(async move {
        let (_open, closing) = watch::channel(());
        handle_connection(server, limits, closing).await
    });
    (client, server)
}

async fn write_all(client: &mut DuplexStream, bytes: &[u8]) {
    client.write_all(bytes).await.expect("the server is at the other end");
}

/// What the server has sent by now, or an empty text at the end.
async fn read_some(client: &mut DuplexStream) -> String {
    let mut bytes = Vec::with_capacity(4096);
    let read = timeout(HOUR, client.read_buf(&mut bytes)).await;
    read.expect("waiting for the server").expect("a pipe has no errors");
    String::from_utf8(bytes).unwrap()
}

/// How the server's end of a connection ended.
async fn ended(server: JoinHandle<io::Result<()>>) -> io::Result<()> {
    timeout(HOUR, server).await.expect("waiting for the server to end the connection").unwrap()
}

/// The watchdog where the clock is paused: it takes no time, but to wait for everything else.
const HOUR: Duration = Duration::from_secs(3600);

/// A thousand silent clients cost what a thousand of these cost. With a buffer for reading in it,
/// it would be larger than 4 KB.
#[test]
fn the_future_of_a_connection_is_small() {
    let (_client, server) = tokio::io::duplex(1);
    let (_open, closing) = watch::channel(());
    let future = handle_connection(server, LIMITS, closing);
    assert!(size_of_val(&future) <= 1024, "{} bytes", size_of_val(&future));
}

#[test]
fn a_shutdown_finishes_what_has_begun_and_nothing_else() {
    let (server, mut stop) = start_stoppable(LIMITS);
    let mut silent = Client::connect(server);
    let mut idle = Client::sending(server, GET);
    assert_eq!(idle.reply().body, PAGE);
    let mut asking = Client::sending(
        server,
        &request("POST /words", &["Content-Length: 3", "Expect: 100-continue"], ""),
    );
    assert_eq!(asking.head().status, "100 Continue");
    // The answer proves that the server has read what comes after it.
    let mut pipelining = Client::sending(server, &[GET, &GET[..9]].concat());
    assert_eq!(pipelining.reply().body, PAGE);

    stop.begin();
    assert!(idle.is_closed());
    assert!(silent.is_closed());
    idle.send(GET);
    assert!(idle.is_closed(), "what comes too late is no reason for a reset");
    drop((idle, silent));
    let error = TcpStream::connect(server).expect_err("nobody listens any more");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);

    asking.send(b"a b");
    pipelining.send(&[&GET[9..], GET, &post("a b c")].concat());
    for (client, bodies) in [(&mut asking, vec!["2\n"]), (&mut pipelining, vec![PAGE, PAGE, "3\n"])]
    {
        let replies: Vec<_> = bodies.iter().map(|_| client.reply()).collect();
        assert_eq!(
            replies.iter().map(|reply| &reply.body).collect::<Vec<_>>(),
            bodies.iter().collect::<Vec<_>>()
        );
        let (last, others) = replies.split_last().unwrap();
        assert!(!last.keeps_alive() && others.iter().all(Reply::keeps_alive), "{replies:?}");
        assert!(client.is_closed());
    }
    drop((asking, pipelining));
    assert_eq!(stop.cut_off(), 0);
}

/// On a runtime of one thread, nobody looks at the sockets between the sending and the end of the
/// server. So neither the request on the open connection nor the new connection has been noticed.
#[tokio::test]
async fn what_has_come_before_the_end_is_answered_even_if_the_runtime_has_not_noticed() {
    for _ in 0..20 {
        let listener = listen("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async { stopped.await.map_err(io::Error::other) };
        let server = tokio::spawn(serve(listener, shutdown, LIMITS));
        let open = spawn_blocking(move || {
            let mut client = Client::sending(address, GET);
            assert_eq!(client.reply().body, PAGE);
            client
        });
        let mut open = open.await.unwrap();

        open.send(GET);
        let mut new = Client::sending(address, GET);
        stop.send(()).unwrap();
        spawn_blocking(move || {
            for client in [&mut open, &mut new] {
                let reply = client.reply();
                assert!(reply.body == PAGE && !reply.keeps_alive(), "{reply:?}");
                assert!(client.is_closed());
            }
        })
        .await
        .unwrap();
        assert_eq!(server.await.unwrap().unwrap(), 0);
    }
}

#[tokio::test]
async fn a_request_that_came_before_the_shutdown_is_answered() {
    for _ in 0..50 {
        let (mut client, server) = tokio::io::duplex(4096);
        write_all(&mut client, GET).await;
        let (open, closing) = watch::channel(());
        drop(open);
        let server = tokio::spawn(handle_connection(server, LIMITS, closing));
        let answer = read_some(&mut client).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer:?}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
        drop(client);
        ended(server).await.unwrap();
    }
}

#[test]
fn a_shutdown_cuts_off_what_is_not_done_at_the_deadline() {
    let (server, mut stop) = start_stoppable(Limits { shutdown: Duration::from_secs(2), ..LIMITS });
    let mut stuck: Vec<_> = (0..5)
        .map(|_| {
            let mut client = Client::sending(server, &[GET, &GET[..9]].concat());
            assert_eq!(client.reply().body, PAGE);
            client
        })
        .collect();
    let mut idle = Client::sending(server, GET);
    assert_eq!(idle.reply().body, PAGE);
    stop.begin();
    assert!(idle.is_closed());
    drop(idle);
    assert_eq!(stop.cut_off(), 5);
    for client in &mut stuck {
        assert!(client.is_closed(), "without an answer");
    }
}

#[test]
fn a_shutdown_of_a_server_without_clients_is_immediate() {
    for _ in 0..20 {
        let (server, mut stop) =
            start_stoppable(Limits { shutdown: Duration::from_secs(600), ..LIMITS });
        drop(Client::connect(server));
        stop.begin();
        assert_eq!(stop.cut_off(), 0);
    }
}

/// With the 128 places of `TcpListener::bind`, the connection after them waits a second, and then
/// longer and longer, because here nobody accepts any.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_queue_holds_a_burst_of_connections() {
    let longest = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    let burst = longest.trim().parse::<usize>().unwrap().min(400);
    let listener = listen("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let _clients: Vec<_> = (0..burst).map(|_| Client::connect(address)).collect();
}

/// The system accepts for a process that is stopped. So these connections are in the listener's
/// queue, each with a whole request, when the signal comes.
#[cfg(unix)]
#[test]
fn connections_in_the_queue_are_served_before_the_end() {
    let server = support::Running::new("http_server");
    assert_eq!(Client::sending(server.address, GET).reply().body, PAGE);
    server.signal("STOP");
    let clients: Vec<_> = (0..120).map(|_| Client::sending(server.address, GET)).collect();
    server.signal("INT");
    server.signal("CONT");
    for mut client in clients {
        assert_eq!(client.reply().body, PAGE);
        assert!(client.is_closed());
    }
    assert_eq!(server.stopped(), "stopped; connections cut off: 0");
}

/// Each client sends one request after the other until it is told to stop. What it sends after that
/// may be lost, but its connection must not be reset.
#[cfg(unix)]
#[test]
fn a_server_that_is_stopped_under_load_resets_no_connection() {
    for signal in ["INT", "TERM"] {
        let server = support::Running::new("http_server");
        let clients: Vec<_> = (0..50)
            .map(|_| {
                let mut client = Client::sending(server.address, GET);
                assert!(client.reply().keeps_alive());
                thread::spawn(move || {
                    loop {
                        client.send(GET);
                        let mut answer = [0; 1024];
                        let length = client.0.read(&mut answer).expect("an answer or the end");
                        let answer = String::from_utf8_lossy(&answer[..length]);
                        if !answer.contains("Connection: keep-alive") {
                            break;
                        }
                    }
                    assert!(client.is_closed());
                })
            })
            .collect();
        server.signal(signal);
        clients.into_iter().for_each(|client| client.join().unwrap());
        assert_eq!(server.stopped(), "stopped; connections cut off: 0");
    }
}

#[test]
fn a_wrong_address_is_an_error() {
    support::refuses_wrong_addresses("http_server");
}

#[cfg(unix)]
#[test]
fn a_server_without_descriptors_serves_again_when_it_has_some() {
    support::survives_without_descriptors("http_server", GET);
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_ends_no_server() {
    support::survives_without_log("http_server", GET);
}
