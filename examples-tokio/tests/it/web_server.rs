//! The four steps of the web server, against clients that ask, dawdle, lie and leave.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use examples_tokio::{accept_loop, graceful_shutdown, http_server, server_limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::runtime::Runtime;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

/// How long a test waits for what must come.
const WATCHDOG: Duration = Duration::from_secs(30);

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "POST a text to /words\n";

const LIMITS: server_limits::Limits = server_limits::Limits {
    connections: 2_000,
    idle: Duration::from_secs(600),
    patience: Duration::from_secs(600),
    head: 16 * 1024,
    body: 64 * 1024,
};

/// The same limits, in the words of the last step.
fn with_shutdown(limits: server_limits::Limits, shutdown: Duration) -> graceful_shutdown::Limits {
    let server_limits::Limits { connections, idle, patience, head, body } = limits;
    graceful_shutdown::Limits { connections, idle, patience, shutdown, head, body }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    AcceptLoop,
    HttpServer,
    ServerLimits,
    GracefulShutdown,
}

/// The steps that speak HTTP.
const HTTP: [Step; 3] = [Step::HttpServer, Step::ServerLimits, Step::GracefulShutdown];
const LIMITED: [Step; 2] = [Step::ServerLimits, Step::GracefulShutdown];

/// A server on a free port, which ends with the test program.
fn start(step: Step, limits: server_limits::Limits) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            match step {
                Step::AcceptLoop => accept_loop::serve(listener).await,
                Step::HttpServer => http_server::serve(listener).await,
                Step::ServerLimits => server_limits::serve(listener, limits).await,
                Step::GracefulShutdown => {
                    let limits = with_shutdown(limits, WATCHDOG);
                    graceful_shutdown::serve(listener, std::future::pending(), limits).await;
                }
            }
        });
    });
    told.recv_timeout(WATCHDOG).expect("waiting for the server's address")
}

/// A server that stops when the sender is dropped, and then says how many connections it cut off.
fn start_graceful(limits: graceful_shutdown::Limits) -> (SocketAddr, Stop) {
    let (tell, told) = mpsc::channel();
    let (tell_cut, cut) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    thread::spawn(move || {
        Runtime::new().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            let shutdown = async { drop(stopped.await) };
            tell_cut.send(graceful_shutdown::serve(listener, shutdown, limits).await)
        })
    });
    let address = told.recv_timeout(WATCHDOG).expect("waiting for the server's address");
    (address, Stop { stop: Some(stop), cut })
}

struct Stop {
    stop: Option<oneshot::Sender<()>>,
    cut: mpsc::Receiver<usize>,
}

impl Stop {
    fn begin(&mut self) {
        self.stop = None;
    }

    fn cut(self) -> usize {
        self.cut.recv_timeout(WATCHDOG).expect("waiting for the server to stop")
    }
}

struct Client(BufReader<TcpStream>);

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
    fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("connecting to the server");
        stream.set_read_timeout(Some(WATCHDOG)).unwrap();
        stream.set_nodelay(true).unwrap();
        Client(BufReader::new(stream))
    }

    /// A client that has sent this.
    fn sending(server: SocketAddr, bytes: &[u8]) -> Self {
        let mut client = Client::connect(server);
        client.send(bytes);
        client
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).expect("sending to the server");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("waiting for a line from the server");
        line.strip_suffix("\r\n").unwrap_or_else(|| panic!("no whole line: {line:?}")).to_string()
    }

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

    fn half_close(&self) {
        self.0.get_ref().shutdown(Shutdown::Write).unwrap();
    }

    /// Waits for the end of what the server has to say.
    fn is_closed(&mut self) -> bool {
        self.0.read(&mut [0]).expect("waiting for the server to close the connection") == 0
    }

    /// Whether nothing comes for a while. That nothing *can* come is for the test to see to.
    fn hears_nothing(&mut self) -> bool {
        self.0.get_ref().set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let heard = self.0.fill_buf().map(<[u8]>::len);
        self.0.get_ref().set_read_timeout(Some(WATCHDOG)).unwrap();
        heard
            .is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
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
fn the_first_step_answers_each_client_whatever_the_others_do() {
    let server = start(Step::AcceptLoop, LIMITS);
    let mut silent = Client::connect(server);
    let mut slow = Client::sending(server, b"GET / HTTP/1.1\r\n");
    for _ in 0..20 {
        drop(Client::sending(server, GET)); // It leaves without reading.
    }
    for request in [GET, b"\xff\xfe\x00 what\r\n\r\n", b"\n"] {
        let mut client = Client::sending(server, request);
        let mut answer = String::new();
        client.0.read_to_string(&mut answer).expect("waiting for the answer and its end");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nhello\n"));
    }
    for client in [&mut slow, &mut silent] {
        client.send(b"\r\n");
        assert_eq!(client.line(), "HTTP/1.1 200 OK");
    }
}

#[test]
fn the_first_step_reads_no_head_without_end() {
    let mut client = Client::connect(start(Step::AcceptLoop, LIMITS));
    // It may be cut off while it sends, which is an error here.
    let _ = client.0.get_mut().write_all(&[b'x'; 1 << 20]);
    let end = client.0.read(&mut [0]);
    let reset = |error: &std::io::Error| error.kind() == ErrorKind::ConnectionReset;
    assert!(matches!(end, Ok(0)) || end.as_ref().is_err_and(reset), "{end:?}");
}

#[test]
fn what_is_right_is_answered_and_the_connection_kept() {
    let cases: &[(&[u8], &str, &str)] = &[
        (GET, "200 OK", PAGE),
        (b"\r\nGET /?a=b HTTP/1.1\r\nhost:localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET http://localhost?a/b HTTP/1.1\r\nHost:\r\n\r\n", "200 OK", PAGE),
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
    for step in HTTP {
        let mut client = Client::connect(start(step, LIMITS));
        for (request, status, body) in cases {
            client.send(request);
            let reply = client.reply();
            let shown = format!("{step:?}: {}: {reply:?}", String::from_utf8_lossy(request));
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
    for step in HTTP {
        let server = start(step, LIMITS);
        for (request, status) in cases {
            let mut client = Client::connect(server);
            // What stands after it may be a request of somebody else, and must not be answered.
            client.send(&[request, GET].concat());
            let reply = client.reply();
            let shown = format!("{step:?}: {}: {reply:?}", String::from_utf8_lossy(request));
            assert_eq!(reply.status, *status, "{shown}");
            assert_eq!(reply.body, format!("{status}\n"), "{shown}");
            assert!(!reply.keeps_alive(), "{shown}");
            assert!(client.is_closed(), "{shown}");
        }
    }
}

#[test]
fn the_client_decides_whether_the_connection_is_kept() {
    for step in HTTP {
        let server = start(step, LIMITS);
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
            assert_eq!(client.reply().keeps_alive(), kept, "{step:?}: {request}");
            if kept {
                client.send(GET);
                assert_eq!(client.reply().body, PAGE, "{step:?}: {request}");
            } else {
                assert!(client.is_closed(), "{step:?}: {request}");
            }
        }
    }
}

#[test]
fn head_says_what_get_says_less_the_body() {
    for step in HTTP {
        let mut client = Client::connect(start(step, LIMITS));
        for path in ["/", "/words", "/nowhere"] {
            client.send(&request(&format!("GET {path}"), &[], ""));
            let get = client.reply();
            client.send(&request(&format!("HEAD {path}"), &[], ""));
            let head = client.head();
            assert_eq!((head.status, head.headers), (get.status, get.headers), "{step:?}: {path}");
            // Were there a body, it would now be taken for the beginning of the next answer.
        }
        client.send(b"HEAD / HTTP/1.1\r\n\r\n"); // without a host
        assert_eq!(client.head().status, "400 Bad Request");
        assert!(client.is_closed());
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    for step in HTTP {
        let mut client = Client::connect(start(step, LIMITS));
        let requests: Vec<u8> = (0..500).flat_map(|words| post(&"a ".repeat(words))).collect();
        let mut writer = client.0.get_ref().try_clone().unwrap();
        // Sent by another thread, because the server stops reading while its answers are not read.
        let sending = thread::spawn(move || writer.write_all(&requests));
        for words in 0..500 {
            assert_eq!(client.reply().body, format!("{words}\n"), "{step:?}");
        }
        sending.join().unwrap().unwrap();
    }
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
    http_server::answer_all(&mut requests.concat(), &mut output);
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
    type Answer = fn(&mut Vec<u8>, &mut String) -> bool;
    let steps: [Answer; 3] = [
        http_server::answer_all,
        |input, output| server_limits::answer_all(input, output, LIMITS),
        |input, output| {
            let limits = with_shutdown(LIMITS, WATCHDOG);
            graceful_shutdown::answer_all(input, output, limits, false)
        },
    ];
    for answer_all in steps {
        for split in 0..requests.len() {
            let (mut input, mut output) = (requests[..split].to_vec(), String::new());
            assert!(answer_all(&mut input, &mut output), "no end before the last byte");
            input.extend_from_slice(&requests[split..]);
            assert!(!answer_all(&mut input, &mut output), "the last one is to end it");
            assert_eq!(lines_without_date(&output), answers, "split at {split}");
        }
        let (mut input, mut output) = (Vec::new(), String::new());
        for byte in &requests {
            input.push(*byte);
            answer_all(&mut input, &mut output);
        }
        assert_eq!(lines_without_date(&output), answers, "byte by byte");
    }
}

#[test]
fn it_does_not_matter_where_the_packets_are_split() {
    let (requests, answers) = conversation();
    for step in HTTP {
        let server = start(step, LIMITS);
        for split in 1..requests.len() {
            let mut client = Client::sending(server, &requests[..split]);
            thread::yield_now();
            client.send(&requests[split..]);
            let mut output = String::new();
            client.0.read_to_string(&mut output).expect("waiting for all answers");
            assert_eq!(lines_without_date(&output), answers, "{step:?}: split at {split}");
        }
    }
}

#[test]
fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let head = request("POST /words", &["Content-Length: 3", "Expect: 100-Continue"], "");
    for step in HTTP {
        let server = start(step, LIMITS);
        let mut client = Client::sending(server, &head);
        assert_eq!(client.head().status, "100 Continue", "{step:?}");
        for byte in [b"a", b" ", b"b"] {
            assert!(client.hears_nothing(), "{step:?}: it is told once");
            client.send(byte);
        }
        assert_eq!(client.reply().body, "2\n", "{step:?}");

        client.send(&[&head, b"a b".as_slice()].concat());
        assert_eq!(client.reply().body, "2\n", "{step:?}: it did not wait to be told");

        let old = b"POST /words HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n";
        let mut client = Client::sending(server, old);
        assert!(client.hears_nothing(), "{step:?}: HTTP/1.0 knows of no such thing");
        client.send(b"a");
        assert_eq!(client.reply().body, "1\n", "{step:?}");
    }
}

#[test]
fn a_client_that_has_said_all_is_answered() {
    for step in HTTP {
        let server = start(step, LIMITS);
        let mut client = Client::sending(server, &[GET, &post("a b")].concat());
        client.half_close();
        assert_eq!(client.reply().body, PAGE, "{step:?}");
        assert_eq!(client.reply().body, "2\n", "{step:?}");
        assert!(client.is_closed(), "{step:?}");

        let mut client = Client::sending(server, &GET[..20]);
        client.half_close();
        assert!(client.is_closed(), "{step:?}: half a request has no answer");
    }
}

#[test]
fn a_refusal_reaches_a_client_that_is_still_sending() {
    for step in HTTP {
        let server = start(step, LIMITS);
        for _ in 0..10 {
            let head = request("POST /words", &["Content-Length: 10000000"], "");
            let mut client = Client::sending(server, &[head.as_slice(), &[b'x'; 100_000]].concat());
            assert_eq!(client.reply().status, "413 Content Too Large", "{step:?}");
            assert!(client.is_closed(), "{step:?}");
            // The other steps read on too, but only for a while.
            for _ in 0..if let Step::HttpServer = step { 99 } else { 0 } {
                client.send(&[b'x'; 100_000]);
            }
        }
    }
}

#[test]
fn clients_that_reset_their_connections_cost_nobody_else() {
    for step in HTTP {
        let server = start(step, LIMITS);
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
        assert_eq!(patient.reply().body, PAGE, "{step:?}");
    }
}

#[test]
fn a_thousand_idle_connections_are_kept_and_keep_nobody_waiting() {
    for step in HTTP {
        let server = start(step, LIMITS);
        let mut idle: Vec<_> = (0..1_000)
            .map(|_| {
                let mut client = Client::sending(server, GET);
                assert_eq!(client.reply().body, PAGE, "{step:?}");
                client
            })
            .collect();
        let mut client = Client::sending(server, &post("a b c"));
        assert_eq!(client.reply().body, "3\n", "{step:?}");
        for client in &mut idle {
            client.send(GET);
            assert_eq!(client.reply().body, PAGE, "{step:?}");
        }
    }
}

#[test]
fn a_connection_too_many_waits_until_another_ends() {
    for step in LIMITED {
        let server = start(step, server_limits::Limits { connections: 3, ..LIMITS });
        let mut served = [(); 3].map(|()| Client::sending(server, GET));
        for client in &mut served {
            assert_eq!(client.reply().body, PAGE, "{step:?}");
        }
        let mut waiting: Vec<_> = (0..30).map(|_| Client::sending(server, GET)).collect();
        // None of these can be answered while the first three are there.
        assert!(waiting[0].hears_nothing(), "{step:?}");
        for client in &mut served {
            client.send(GET);
            assert_eq!(client.reply().body, PAGE, "{step:?}");
        }
        let [leaving, _stay @ ..] = served;
        drop(leaving);
        for mut client in waiting {
            assert_eq!(client.reply().body, PAGE, "{step:?}: one leaves, the next one is served");
        }
    }
}

/// A byte now and then: each comes in time, the request does not. The clock is Tokio's own, and it
/// goes on only when everybody waits.
#[tokio::test(start_paused = true)]
async fn a_request_must_be_whole_in_time() {
    let limits = server_limits::Limits { patience: Duration::from_secs(10), ..LIMITS };
    let slow_body = request("POST /words", &["Content-Length: 1000"], "");
    for step in LIMITED {
        for begin in [b"G".as_slice(), &slow_body] {
            let (mut client, server) = pipe(step, limits);
            sleep(Duration::from_secs(300)).await; // as long as nothing has begun
            write_all(&mut client, begin).await;
            let heard = drip_for_ten_seconds(&mut client).await;
            assert!(heard.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{step:?}: {heard}");
            assert!(heard.contains("\r\nConnection: close\r\n"), "{step:?}: {heard}");
            assert_eq!(read_some(&mut client).await, "", "{step:?}: nothing comes after it");
            // It does not leave, and is left a second later.
            let parted = Instant::now();
            ended(server).await.expect_err("the client has not left");
            assert_eq!(parted.elapsed().as_secs(), 1, "{step:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_request_has_a_time_of_its_own() {
    let limits = server_limits::Limits { patience: Duration::from_secs(10), ..LIMITS };
    for step in LIMITED {
        let (mut client, _server) = pipe(step, limits);
        write_all(&mut client, &GET[..5]).await;
        for _ in 0..5 {
            // The connection is never idle: the end of a request comes with the beginning of the next.
            sleep(Duration::from_secs(9)).await;
            write_all(&mut client, &[&GET[5..], &GET[..5]].concat()).await;
            assert!(read_some(&mut client).await.starts_with("HTTP/1.1 200 OK\r\n"), "{step:?}");
        }
        let heard = drip_for_ten_seconds(&mut client).await;
        assert!(heard.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{step:?}: {heard}");
    }
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
    let limits = server_limits::Limits { idle: Duration::from_secs(60), ..LIMITS };
    for step in LIMITED {
        let (mut client, server) = pipe(step, limits);
        let begun = Instant::now();
        for _ in 0..3 {
            sleep(Duration::from_secs(50)).await;
            write_all(&mut client, GET).await;
            assert!(read_some(&mut client).await.ends_with(PAGE), "{step:?}");
        }
        assert_eq!(read_some(&mut client).await, "", "{step:?}: it is closed without a word");
        assert_eq!(begun.elapsed().as_secs(), 3 * 50 + 60, "{step:?}");
        ended(server).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_left() {
    let limits = server_limits::Limits { idle: Duration::from_secs(60), ..LIMITS };
    for step in LIMITED {
        let (mut client, server) = pipe(step, limits);
        let begun = Instant::now();
        write_all(&mut client, &GET.repeat(100)).await; // Their answers are more than the pipe holds.
        let error = ended(server).await.expect_err("the answers could not be written");
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{step:?}");
        assert_eq!(begun.elapsed().as_secs(), 60, "{step:?}");
    }
}

/// One end of a pipe, with `handle_connection` at the other.
fn pipe(
    step: Step,
    limits: server_limits::Limits,
) -> (DuplexStream, tokio::task::JoinHandle<std::io::Result<()>>) {
    let (client, server) = tokio::io::duplex(4096);
    let server = tokio::spawn(async move {
        match step {
            Step::ServerLimits => server_limits::handle_connection(server, limits).await,
            Step::GracefulShutdown => {
                let (_open, closing) = watch::channel(());
                let limits = with_shutdown(limits, WATCHDOG);
                graceful_shutdown::handle_connection(server, limits, closing).await
            }
            step => panic!("{step:?} has no limits"),
        }
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
async fn ended(server: tokio::task::JoinHandle<std::io::Result<()>>) -> std::io::Result<()> {
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
    let limits = with_shutdown(LIMITS, WATCHDOG);
    let future = graceful_shutdown::handle_connection(server, limits, closing);
    assert!(size_of_val(&future) <= 1024, "{} bytes", size_of_val(&future));
}

#[test]
fn a_shutdown_finishes_what_has_begun_and_nothing_else() {
    let (server, mut stop) = start_graceful(with_shutdown(LIMITS, WATCHDOG));
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
    assert_eq!(stop.cut(), 0);
}

#[tokio::test]
async fn a_request_that_came_before_the_shutdown_is_answered() {
    for _ in 0..50 {
        let (mut client, server) = tokio::io::duplex(4096);
        write_all(&mut client, GET).await;
        let (open, closing) = watch::channel(());
        drop(open);
        let limits = with_shutdown(LIMITS, WATCHDOG);
        let server = tokio::spawn(graceful_shutdown::handle_connection(server, limits, closing));
        let answer = read_some(&mut client).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer:?}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
        drop(client);
        ended(server).await.unwrap();
    }
}

#[test]
fn a_shutdown_cuts_off_who_is_not_done_at_the_deadline() {
    let (server, mut stop) = start_graceful(with_shutdown(LIMITS, Duration::from_millis(100)));
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
    assert_eq!(stop.cut(), 5);
    assert!(idle.is_closed());
    for client in &mut stuck {
        assert!(client.is_closed(), "without an answer");
    }
}

#[test]
fn a_shutdown_of_a_server_without_clients_is_immediate() {
    for _ in 0..20 {
        let (server, mut stop) = start_graceful(with_shutdown(LIMITS, Duration::from_secs(600)));
        drop(Client::connect(server));
        stop.begin();
        assert_eq!(stop.cut(), 0);
    }
}

/// A listing that listens, as a reader runs it.
struct Running {
    process: Child,
    address: SocketAddr,
    stdout: mpsc::Receiver<String>,
    stderr: mpsc::Receiver<String>,
}

impl Running {
    fn new(mut command: Command, listing: &str) -> Self {
        // Not through the runner, of which it would be a grandchild that nobody could end.
        command.env("EXAMPLES_LISTING", listing).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the program starts");
        let stdout = lines(process.stdout.take().unwrap());
        let stderr = lines(process.stderr.take().unwrap());
        let line = stdout.recv_timeout(WATCHDOG).expect("waiting for the address");
        let address = line.strip_prefix("listening on ").and_then(|rest| rest.split(';').next());
        let address = address.and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("{line:?}"));
        Running { process, address, stdout, stderr }
    }
}

/// What a program writes, line by line.
fn lines(output: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(output).lines().try_for_each(|line| tell.send(line.unwrap()))
    });
    told
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn each_step_serves_on_the_address_that_it_is_given() {
    for listing in ["accept_loop", "http_server", "server_limits", "graceful_shutdown"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_examples-tokio"));
        command.arg("127.0.0.1:0");
        let server = Running::new(command, listing);
        assert_eq!(Client::sending(server.address, GET).line(), "HTTP/1.1 200 OK", "{listing}");
    }
}

#[test]
fn a_wrong_command_line_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let expected = "expected one address such as 127.0.0.1:8080, or none\n";
    for listing in ["accept_loop", "http_server", "server_limits", "graceful_shutdown"] {
        for (arguments, status, sentence) in [
            (vec!["nonsense"], 2, expected.to_string()),
            (vec!["127.0.0.1:0", "x"], 2, expected.to_string()),
            (vec![taken.as_str()], 1, format!("Error: can't listen on {taken}: ")),
        ] {
            let output = Command::new(env!("CARGO_BIN_EXE_examples-tokio"))
                .args(&arguments)
                .env("EXAMPLES_LISTING", listing)
                .env("RUST_BACKTRACE", "0")
                .output()
                .unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(status), "{listing} {arguments:?}");
            assert!(stderr.starts_with(&sentence), "{listing} {arguments:?}: {stderr}");
            assert_eq!(stderr.lines().count(), 1, "{listing} {arguments:?}: {stderr}");
        }
    }
}

/// A shell can lower the number of open files for the program that it starts.
#[cfg(unix)]
#[test]
fn a_server_without_descriptors_serves_again_when_it_has_some() {
    for listing in ["accept_loop", "http_server", "server_limits", "graceful_shutdown"] {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -n 40 && exec \"$0\" 127.0.0.1:0"]);
        command.arg(env!("CARGO_BIN_EXE_examples-tokio"));
        let server = Running::new(command, listing);
        // The system completes these connections, whether or not the server can accept them.
        let clients: Vec<_> = (0..60).map(|_| Client::connect(server.address)).collect();
        let line = server.stderr.recv_timeout(WATCHDOG).expect("waiting for a complaint");
        assert!(line.starts_with("a connection was lost before it was accepted: "), "{line}");
        drop(clients);
        let mut client = Client::sending(server.address, GET);
        assert_eq!(client.line(), "HTTP/1.1 200 OK", "{listing}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_the_last_step_gracefully() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_examples-tokio"));
    command.arg("127.0.0.1:0");
    let mut server = Running::new(command, "graceful_shutdown");
    let mut busy = Client::sending(server.address, &[GET, &GET[..9]].concat());
    assert_eq!(busy.reply().body, PAGE);
    let mut idle = Client::sending(server.address, GET);
    assert_eq!(idle.reply().body, PAGE);

    let kill = format!("kill -INT {}", server.process.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert!(idle.is_closed());
    busy.send(&GET[9..]);
    assert!(!busy.reply().keeps_alive());
    drop(busy);
    let line = server.stdout.recv_timeout(WATCHDOG).expect("waiting for the last words");
    assert_eq!(line, "stopped; connections cut off in mid-request: 0");
    assert!(server.process.wait().unwrap().success());
}
