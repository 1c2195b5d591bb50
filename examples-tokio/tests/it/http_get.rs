//! Servers that the client must cope with, on real sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use examples_tokio::http_get::{LARGEST, fetch, harmless};
use tokio::net::TcpSocket;
use tokio::time::timeout;

use crate::section::SECTION;
use crate::support::{Client, Running, WATCHDOG};

/// A server that does this with its first connection, and the address as the reader would type it.
fn start(serve: impl FnOnce(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || serve(listener.accept().unwrap().0));
    address
}

fn read_request(stream: &TcpStream) -> Vec<String> {
    let lines = BufReader::new(stream).lines().map(|line| line.expect("waiting for the request"));
    lines.take_while(|line| !line.is_empty()).collect()
}

async fn fetch_text(address: &str, limit: Duration) -> Result<String, String> {
    let fetching = timeout(2 * WATCHDOG, fetch(address, "/some/page", limit)).await;
    let response = fetching.expect("waiting for the client to give up");
    let response = response.map_err(|error| format!("{error:#}"))?;
    Ok(String::from_utf8(response).unwrap())
}

#[tokio::test]
async fn the_request_is_what_a_server_needs() {
    let (tell, told) = std::sync::mpsc::channel();
    let address = start(move |mut stream| {
        tell.send(read_request(&stream)).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhi").unwrap();
    });
    assert_eq!(fetch_text(&address, WATCHDOG).await.unwrap(), "HTTP/1.1 200 OK\r\n\r\nhi");
    let host = format!("Host: {address}");
    let expected = ["GET /some/page HTTP/1.1", &host, "Connection: close"];
    assert_eq!(told.recv_timeout(WATCHDOG).expect("waiting for the request"), expected);
}

/// What article A sends is answered, but the connection stays open, so reading to its end would go
/// on until the server has had enough. The server is the listing that stands for real ones.
#[test]
fn without_connection_close_a_response_has_no_end() {
    let server = Running::new("http_server");
    let mut client = Client::connect(server.address);
    for _ in 0..3 {
        client.send(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n");
        while client.line() != "POST a text to /words" {}
        assert!(client.hears_nothing(), "no end");
    }
    client.send(b"GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
    while client.line() != "POST a text to /words" {}
    assert!(client.is_closed());
}

/// A port on which nobody listens, and which nobody else can have as long as the socket is there.
fn unused_port(host: &str) -> Option<(TcpSocket, String)> {
    let address: SocketAddr = format!("{host}:0").parse().unwrap();
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.ok()?;
    socket.bind(address).ok()?;
    let address = socket.local_addr().ok()?.to_string();
    Some((socket, address))
}

#[tokio::test]
async fn each_failure_is_one_sentence() {
    let (_socket, unused) = unused_port("127.0.0.1").unwrap();
    let error = fetch_text(&unused, WATCHDOG).await.unwrap_err();
    assert!(error.starts_with(&format!("can't connect to {unused}: ")), "{error}");

    let error = fetch_text("nowhere.invalid:80", WATCHDOG).await.unwrap_err();
    assert!(error.starts_with("can't connect to nowhere.invalid:80: "), "{error}");

    let address = start(|stream| drop(read_request(&stream)));
    let error = fetch_text(&address, WATCHDOG).await.unwrap_err();
    assert_eq!(error, format!("{address} closed the connection without a response"));

    let address = start(|mut stream| {
        stream.peek(&mut [0]).unwrap(); // What is left unread makes the end a reset.
        stream.write_all(b"HTTP/1.1 200").unwrap();
    });
    let error = fetch_text(&address, WATCHDOG).await.unwrap_err();
    assert!(error.starts_with(&format!("{address} broke off the connection: ")), "{error}");
}

const SHORT: Duration = Duration::from_millis(200);

fn late(address: &str) -> String {
    format!("{address} sent no whole response within 200ms")
}

#[tokio::test]
async fn a_response_that_does_not_end_is_given_up() {
    let silent = start(|stream| while (&stream).read(&mut [0]).is_ok_and(|length| length > 0) {});
    let dripping = start(|mut stream| {
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(10)); // Each byte is in time, the whole is not.
        }
    });
    for address in [silent, dripping] {
        let error = fetch_text(&address, SHORT).await.unwrap_err();
        assert!(error.starts_with(&late(&address)), "{error}");
    }
}

#[tokio::test]
async fn a_response_may_have_the_largest_size_and_no_more() {
    let sending = |length| {
        start(move |mut stream| {
            read_request(&stream);
            let _ = stream.write_all(&vec![b'x'; length]);
        })
    };
    let response = fetch_text(&sending(LARGEST), WATCHDOG).await.unwrap();
    assert_eq!(response.len(), LARGEST);
    let endless = start(|mut stream| while stream.write_all(&[b'x'; 4096]).is_ok() {});
    for address in [sending(LARGEST + 1), endless] {
        let error = fetch_text(&address, WATCHDOG).await.unwrap_err();
        assert_eq!(error, format!("{address} sent a response of more than 1048576 bytes"));
    }
}

/// Linux leaves a connection unanswered when the listener's queue is full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_host_that_does_not_answer_is_given_up() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        queue.push(stream);
        assert!(queue.len() < 100, "the queue is never full");
    }
    let error = fetch_text(&address.to_string(), SHORT).await.unwrap_err();
    assert!(error.starts_with(&late(&address.to_string())), "{error}");
}

#[test]
fn the_readers_own_server_is_asked() {
    for path in [None, Some("/some/page?a=b")] {
        let address = start(|mut stream| {
            let request = read_request(&stream);
            stream.write_all(format!("you said: {}\n", request[0]).as_bytes()).unwrap();
        });
        let arguments = ["http_get", &address].into_iter().chain(path);
        let ran = SECTION.run(arguments);
        let expected = format!("you said: GET {} HTTP/1.1\n", path.unwrap_or("/"));
        assert_eq!((ran.status, ran.stdout, ran.stderr.as_str()), (Some(0), expected, ""));
    }
}

#[test]
fn a_wrong_path_is_an_error() {
    for path in ["words", "/a b", "/\r\nX: y", "/\u{e4}", ""] {
        let ran = SECTION.run(["http_get", "127.0.0.1:1", path]);
        let sentence = format!("Error: {path:?} is not a path such as /words\n");
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.starts_with(&sentence), "{}", ran.stderr);
    }
}

#[test]
fn a_wrong_address_is_an_error() {
    for address in ["a b", "::1", "localhost:", "localhost:65536", "http://localhost/", ":80:"] {
        let ran = SECTION.run(["http_get", address]);
        let sentence = format!("Error: can't connect to {address}");
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{address}");
        assert!(ran.stderr.starts_with(&sentence), "{address}: {}", ran.stderr);
    }
}

#[test]
fn a_failure_is_a_sentence_on_stderr() {
    for host in ["127.0.0.1", "[::1]"] {
        // Brackets mark where an IPv6 address ends. Not every machine has one.
        let Some((_socket, unused)) = unused_port(host) else { continue };
        let ran = SECTION.run(["http_get", &unused]);
        let sentence = format!("Error: can't connect to {unused}\n\nCaused by:\n    ");
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.starts_with(&sentence), "{}", ran.stderr);
    }
}

#[test]
fn what_a_terminal_would_obey_is_made_visible() {
    let response = b"HTTP/1.1 200 OK\r\n\r\na\tb\r\x1b]0;title\x07\xc2\x9b2J \xff\xc3\xa4\n";
    let shown = "HTTP/1.1 200 OK\n\na\tb\\r\\u{1b}]0;title\\u{7}\\u{9b}2J \u{fffd}\u{e4}\n";
    assert_eq!(harmless(response), shown);
    // What changes the order of the text, ends a line, or can't be seen.
    let invisible = "a\u{202e}b\u{2066}c\u{2028}d\u{e0041}e 'f' \"g\" \\h";
    let shown = "a\\u{202e}b\\u{2066}c\\u{2028}d\\u{e0041}e 'f' \"g\" \\h";
    assert_eq!(harmless(invisible.as_bytes()), shown);
}

/// `script` runs a program in a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn escape_sequences_reach_a_file_but_no_terminal() {
    let serve = || {
        start(|mut stream| {
            read_request(&stream);
            stream.write_all(b"a\x1b[2Jb").unwrap();
        })
    };
    let ran = SECTION.run(["http_get", &serve()]);
    assert_eq!(ran.stdout, "a\x1b[2Jb");
    let command = format!("{} http_get {}", SECTION.program, serve());
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    script.env("TERM", "xterm"); // where nobody sits at a terminal, there may be none
    match script.stdin(std::process::Stdio::null()).output() {
        // After it the runner adds a line of its own, with the color that a terminal understands.
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            let listing = said.split("\x1b[2mexamples-tokio").next();
            assert_eq!(listing, Some("a\\u{1b}[2Jb"), "{said:?}");
        }
        Err(error) => eprintln!("skipped, because script can't be run: {error}"),
    }
}
