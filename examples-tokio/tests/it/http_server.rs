//! Clients that ask, dawdle, lie and leave.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use examples_tokio::http_server::{PATIENCE, handle_connection, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::support::{self, Client, Stop};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
const PAGE: &str = "POST a text to /words\n";
const PLACES: usize = 2_000;

fn start(places: usize) -> (SocketAddr, Stop) {
    support::start_stoppable(move |listener, closing| serve(listener, closing, places))
}

#[derive(Debug)]
struct Reply {
    /// Such as `HTTP/1.1`.
    version: String,
    /// Such as `200 OK`.
    status: String,
    /// All headers but the date, in small letters.
    headers: Vec<String>,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter().filter_map(|header| header.split_once(": "));
        headers.find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    fn keeps_alive(&self) -> bool {
        match self.header("connection") {
            None => self.version == "HTTP/1.1",
            Some("keep-alive") => true,
            Some("close") => false,
            other => panic!("a header Connection: {other:?}"),
        }
    }
}

impl Client {
    fn head(&mut self) -> Reply {
        let line = self.line();
        let (version, status) = line.split_once(' ').expect("a status line");
        let mut headers = Vec::new();
        loop {
            let header = self.line();
            match header.split_once(": ") {
                None => break assert_eq!(header, ""),
                Some(("date", _)) => {}
                Some((name, value)) => {
                    headers.push(format!("{}: {value}", name.to_lowercase()));
                }
            }
        }
        Reply { version: version.into(), status: status.into(), headers, body: String::new() }
    }

    fn reply(&mut self) -> Reply {
        let mut reply = self.head();
        let length = reply.header("content-length").expect("a length").parse().unwrap();
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
    const NOT_ALLOWED: &str = "405 Method Not Allowed";
    let chunked = "3\r\na b\r\n2\r\n c\r\n0\r\n\r\n";
    let cases: &[(&[u8], &str, &str)] = &[
        (GET, "200 OK", PAGE),
        (b"\r\nGET /?a=b HTTP/1.1\r\nhost:localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "200 OK", PAGE),
        (b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 OK", PAGE),
        (&request("GET /", &["Content-Length: 5"], "GET /"), "200 OK", PAGE),
        (&post("one two\tthree\nvier"), "200 OK", "4\n"),
        (&post(""), "200 OK", "0\n"),
        (&post(&"a ".repeat(32 * 1024)), "200 OK", "32768\n"),
        (&request("POST /words", &["Transfer-Encoding: chunked"], chunked), "200 OK", "3\n"),
        (
            &request("GET /nowhere", &["Content-Length: 2"], "xx"),
            "404 Not Found",
            "404 Not Found\n",
        ),
        (&request("OPTIONS *", &[], ""), "404 Not Found", "404 Not Found\n"),
        (&request("PUT /", &["Content-Length: 2"], "xx"), NOT_ALLOWED, "405 Method Not Allowed\n"),
        (&request("GET /words", &[], ""), NOT_ALLOWED, "405 Method Not Allowed\n"),
        (&request("BREW /words", &[], ""), NOT_ALLOWED, "405 Method Not Allowed\n"),
    ];
    let (server, _stop) = start(PLACES);
    let mut client = Client::connect(server);
    for (request, status, body) in cases {
        client.send(request);
        let reply = client.reply();
        let shown = format!("{}: {reply:?}", String::from_utf8_lossy(request));
        assert_eq!((reply.status.as_str(), reply.body.as_str()), (*status, *body), "{shown}");
        assert!(reply.keeps_alive(), "{shown}");
        let allow = match *status {
            NOT_ALLOWED if request.starts_with(b"PUT / ") => Some("GET, HEAD"),
            NOT_ALLOWED => Some("POST"),
            _ => None,
        };
        assert_eq!(reply.header("allow"), allow, "{shown}");
    }
}

#[test]
fn a_request_needs_one_valid_host() {
    let (server, _stop) = start(PLACES);
    let mut client = Client::connect(server);
    for hosts in
        ["", "Host: a\r\nHost: a\r\n", "Host: a b\r\n", "Host: a:b:c\r\n", "Host: a%zz\r\n"]
    {
        client.send(format!("GET / HTTP/1.1\r\n{hosts}\r\n").as_bytes());
        assert_eq!(client.reply().status, "400 Bad Request", "{hosts:?}");
    }
}

#[test]
fn what_is_too_large_or_no_http_is_refused_and_the_connection_closed() {
    let with = |header: &str| request("POST /words", &[header], "");
    let long_head = request("GET /", &[&format!("Cookie: {}", "x".repeat(128 * 1024))], "");
    let too_long = format!("10001\r\n{}\r\n0\r\n\r\n", "x".repeat(64 * 1024 + 1));
    let cases: &[(&[u8], &str)] = &[
        (b"hello\r\n\r\n", "400 Bad Request"),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400 Bad Request"),
        (&with("Content-Length: +3"), "400 Bad Request"),
        (&with("Content-Length: 65537"), "413 Payload Too Large"),
        (&with("Content-Length: 65537\r\nExpect: 100-continue"), "413 Payload Too Large"),
        (&request("PUT /", &["Transfer-Encoding: chunked"], &too_long), "413 Payload Too Large"),
        (&request("PUT /", &["Transfer-Encoding: chunked"], "x\r\n"), "400 Bad Request"),
        (&long_head, "431 Request Header Fields Too Large"),
    ];
    let (server, _stop) = start(PLACES);
    for (request, status) in cases {
        // What stands after it may be a request of somebody else, and must not be answered.
        let mut client = Client::sending(server, &[request, GET].concat());
        let reply = client.reply();
        let shown = format!("{}: {reply:?}", String::from_utf8_lossy(request));
        assert_eq!(reply.status, *status, "{shown}");
        assert!(!reply.keeps_alive(), "{shown}");
        assert!(client.is_closed(), "{shown}");
    }
}

#[test]
fn head_says_what_get_says_less_the_body() {
    let (server, _stop) = start(PLACES);
    let mut client = Client::connect(server);
    for path in ["/", "/nowhere"] {
        client.send(&request(&format!("GET {path}"), &[], ""));
        let get = client.reply();
        client.send(&request(&format!("HEAD {path}"), &[], ""));
        let head = client.head();
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
        // Were there a body, it would now be taken for the beginning of the next answer.
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let mut client = Client::connect(start(PLACES).0);
    let requests: Vec<u8> = (0..500).flat_map(|words| post(&"a ".repeat(words))).collect();
    let mut writer = client.0.get_ref().try_clone().unwrap();
    // Sent by another thread, because the server stops reading while its answers are not read.
    let sending = thread::spawn(move || writer.write_all(&requests));
    for words in 0..500 {
        assert_eq!(client.reply().body, format!("{words}\n"));
    }
    sending.join().unwrap().unwrap();
}

#[test]
fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let head = request("POST /words", &["Content-Length: 3", "Expect: 100-Continue"], "");
    let (server, _stop) = start(PLACES);
    let mut client = Client::sending(server, &head);
    assert_eq!(client.head().status, "100 Continue");
    for byte in [b"a", b" ", b"b"] {
        assert!(client.hears_nothing(), "it is told once");
        client.send(byte);
    }
    assert_eq!(client.reply().body, "2\n");
}

#[test]
fn a_client_that_has_said_all_is_answered() {
    let (server, _stop) = start(PLACES);
    let mut client = Client::sending(server, &[GET, &post("a b")].concat());
    client.half_close();
    assert_eq!(client.reply().body, PAGE);
    assert_eq!(client.reply().body, "2\n");
    assert!(client.is_closed());

    let mut client = Client::sending(server, &GET[..20]);
    client.half_close();
    assert!(client.is_closed(), "half a request has no answer");
}

/// All that it sends has come, and its end, before the server looks. Where hyper looks for the end in
/// the middle of a request, it would leave.
#[tokio::test(start_paused = true)]
async fn a_client_that_has_said_all_before_the_server_looks_is_answered() {
    for request in [GET.to_vec(), post("a b"), [GET, &post("a b"), GET].concat()] {
        let (mut client, server) = tokio::io::duplex(4096);
        write_all(&mut client, &request).await;
        client.shutdown().await.unwrap();
        let server = tokio::spawn(handle_connection(server, CancellationToken::new()));
        let mut heard = String::new();
        client.read_to_string(&mut heard).await.unwrap();
        let asked = request.windows(5).filter(|part| part == b"HTTP/").count();
        assert_eq!(heard.matches("HTTP/1.1 200 OK").count(), asked, "{heard}");
        drop(client);
        ended(server).await;
    }
}

#[test]
fn a_refusal_reaches_a_client_that_is_still_sending() {
    let (server, _stop) = start(PLACES);
    for _ in 0..10 {
        let head = request("POST /words", &["Content-Length: 10000000"], "");
        let mut client = Client::sending(server, &[head.as_slice(), &[b'x'; 100_000]].concat());
        assert_eq!(client.reply().status, "413 Payload Too Large");
        assert!(client.is_closed());
        client.send(&[b'x'; 100_000]);
        assert!(client.is_closed(), "without a reset");
    }
}

#[test]
fn clients_that_reset_their_connections_cost_nobody_else() {
    let (server, _stop) = start(PLACES);
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

/// Not so many that the first one is idle for longer than the server allows, on a slow machine.
#[test]
fn many_idle_connections_are_kept_and_keep_nobody_waiting() {
    let (server, _stop) = start(PLACES);
    let mut idle: Vec<_> = (0..200)
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
    let (server, _stop) = start(3);
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

/// A byte now and then: each comes in time, the head or the body does not. The clock is Tokio's own, and
/// it goes on only when everybody waits.
#[tokio::test(start_paused = true)]
async fn head_and_body_must_be_whole_in_time() {
    let slow_body = request("POST /words", &["Content-Length: 1000"], "");
    for (begin, answer) in [(&GET[..9], ""), (&slow_body, "HTTP/1.1 408 Request Timeout\r\n")] {
        let (mut client, server) = pipe();
        write_all(&mut client, begin).await;
        let begun = Instant::now();
        let heard = loop {
            if let Ok(heard) = timeout(Duration::from_secs(1), read_some(&mut client)).await {
                break heard;
            }
            assert!(begun.elapsed() <= PATIENCE, "still waiting to be told that time is over");
            write_all(&mut client, b"a").await;
        };
        assert_eq!(begun.elapsed().as_secs(), PATIENCE.as_secs(), "{heard}");
        assert!(heard.starts_with(answer), "{heard}");
        assert_eq!(heard.contains("\r\nconnection: close\r\n"), !heard.is_empty(), "{heard}");
        assert_eq!(read_some(&mut client).await, "", "nothing comes after it");
        // It does not leave, and is left a second later.
        let parted = Instant::now();
        ended(server).await;
        assert_eq!(parted.elapsed().as_secs(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_in_the_end() {
    let (mut client, server) = pipe();
    let begun = Instant::now();
    let pause = PATIENCE - Duration::from_secs(1);
    for _ in 0..3 {
        sleep(pause).await;
        write_all(&mut client, GET).await;
        assert!(read_some(&mut client).await.ends_with(PAGE));
    }
    assert_eq!(read_some(&mut client).await, "", "it is closed without a word");
    assert_eq!(begun.elapsed().as_secs(), (3 * pause + PATIENCE).as_secs());
    drop(client);
    ended(server).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_left() {
    let (mut client, server) = pipe();
    let begun = Instant::now();
    // Their answers are more than the pipe holds, and the server reads on only when it has given up.
    let requests = GET.repeat(5_000);
    let (_, ()) = tokio::join!(client.write_all(&requests), ended(server));
    let seconds = begun.elapsed().as_secs();
    assert_eq!(seconds, PATIENCE.as_secs() + 1, "for writing, and for what is still sent");
}

/// Returns one end of a pipe, with `handle_connection` at the other.
fn pipe() -> (DuplexStream, JoinHandle<()>) {
    let (client, server) = tokio::io::duplex(4096);
    (client, tokio::spawn(handle_connection(server, CancellationToken::new())))
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

/// Waits for the server's end of a connection.
async fn ended(server: JoinHandle<()>) {
    timeout(HOUR, server).await.expect("waiting for the server to end the connection").unwrap();
}

/// The watchdog where the clock is paused: it takes no time, but to wait for everything else.
const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_shutdown_finishes_what_has_begun_and_nothing_else() {
    let (server, stop) = start(PLACES);
    let mut silent = Client::connect(server);
    let mut idle = Client::sending(server, GET);
    assert_eq!(idle.reply().body, PAGE);
    let mut asking = Client::sending(
        server,
        &request("POST /words", &["Content-Length: 3", "Expect: 100-continue"], ""),
    );
    assert_eq!(asking.head().status, "100 Continue");

    stop.begin();
    assert!(idle.is_closed());
    assert!(silent.is_closed());
    idle.send(GET);
    assert!(idle.is_closed(), "what comes too late is no reason for a reset");
    drop((idle, silent));
    let error = TcpStream::connect(server).expect_err("nobody listens any more");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);

    asking.send(b"a b");
    let reply = asking.reply();
    assert!(reply.body == "2\n" && !reply.keeps_alive(), "{reply:?}");
    assert!(asking.is_closed());
    drop(asking);
    assert_eq!(stop.cut_off(), 0);
}

/// On a runtime of one thread, nobody looks at the sockets between the sending and the end of the
/// server. So neither the request on the open connection nor the new connection has been noticed.
#[tokio::test]
async fn what_has_come_before_the_end_is_answered_even_if_the_runtime_has_not_noticed() {
    for _ in 0..20 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, closing) = (listener.local_addr().unwrap(), CancellationToken::new());
        let server = tokio::spawn(serve(listener, closing.clone(), PLACES));
        let open = spawn_blocking(move || {
            let mut client = Client::sending(address, GET);
            assert_eq!(client.reply().body, PAGE);
            client
        });
        let mut open = open.await.unwrap();

        open.send(GET);
        let mut new = Client::sending(address, GET);
        closing.cancel();
        spawn_blocking(move || {
            for client in [&mut open, &mut new] {
                let reply = client.reply();
                assert!(reply.body == PAGE && !reply.keeps_alive(), "{reply:?}");
                assert!(client.is_closed());
            }
        })
        .await
        .unwrap();
        assert_eq!(server.await.unwrap(), 0);
    }
}

/// hyper's own `graceful_shutdown` would end this connection at once.
#[tokio::test(start_paused = true)]
async fn a_request_that_comes_a_moment_after_the_end_began_is_answered() {
    let (mut client, server) = tokio::io::duplex(4096);
    let closing = CancellationToken::new();
    let server = tokio::spawn(handle_connection(server, closing.clone()));
    write_all(&mut client, GET).await;
    assert!(read_some(&mut client).await.ends_with(PAGE));
    closing.cancel();
    sleep(Duration::from_millis(50)).await;
    write_all(&mut client, GET).await;
    let answer = read_some(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer:?}");
    assert!(answer.contains("\r\nconnection: close\r\n"), "{answer}");
    drop(client);
    ended(server).await;
}

/// Those that are served, and those in the queue. When all are stuck, the paused clock goes on to the deadline at once.
#[tokio::test]
async fn what_is_not_done_at_the_deadline_is_cut_off_and_counted() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, closing) = (listener.local_addr().unwrap(), CancellationToken::new());
    let server = tokio::spawn(serve(listener, closing.clone(), 5));
    let clients = spawn_blocking(move || {
        let half = request("POST /words", &["Content-Length: 3", "Expect: 100-continue"], "");
        let mut stuck = [(); 5].map(|()| Client::sending(address, &half));
        assert!(stuck.iter_mut().all(|client| client.head().status == "100 Continue"));
        (stuck, [(); 3].map(|()| Client::sending(address, GET)))
    });
    let (mut stuck, _waiting) = clients.await.unwrap();
    tokio::time::pause();
    closing.cancel();
    assert_eq!(server.await.unwrap(), 5 + 3);
    for client in &mut stuck {
        assert!(client.is_closed(), "without an answer");
    }
}

#[test]
fn a_shutdown_of_a_server_without_clients_is_immediate() {
    let begun = std::time::Instant::now();
    for _ in 0..20 {
        let (server, stop) = start(PLACES);
        drop(Client::connect(server));
        stop.begin();
        assert_eq!(stop.cut_off(), 0);
    }
    assert!(begun.elapsed() < 20 * PATIENCE / 2, "it waited for the deadline");
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
                        if !answer.ends_with(PAGE) || answer.contains("connection: close") {
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

#[cfg(unix)]
#[test]
fn too_few_descriptors_reset_no_connection_at_the_end() {
    support::stops_gracefully_without_descriptors("http_server", GET, PAGE);
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_it_at_once() {
    support::a_second_signal_is_final("http_server", GET, &GET[..20]);
}

/// The terminal sends it to the runner and to the listing. If the runner passed it on, it would be the
/// second one. `script` runs a program in a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn one_ctrl_c_in_a_terminal_is_not_the_second() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    // With `exec`, as not every shell steps aside for its last command: Ctrl-C would end it, too.
    let command = format!("exec {} http_server 127.0.0.1:0", crate::section::SECTION.program);
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    let mut script = match script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        Ok(script) => script,
        Err(error) => return eprintln!("skipped, because script can't be run: {error}"),
    };
    let mut line = String::new();
    let mut stdout = BufReader::new(script.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let address = line.strip_prefix("listening on ").and_then(|rest| rest.split(';').next());
    let address: SocketAddr = address.unwrap_or_else(|| panic!("{line:?}")).parse().unwrap();

    let half = request("POST /words", &["Content-Length: 3", "Expect: 100-continue"], "");
    let mut client = Client::sending(address, &half);
    assert_eq!(client.head().status, "100 Continue");
    let mut keyboard = script.stdin.take().unwrap();
    keyboard.write_all(b"\x03").unwrap();
    while std::net::TcpListener::bind(address).is_err() {
        thread::sleep(Duration::from_millis(5)); // It still listens.
    }
    thread::sleep(Duration::from_millis(100)); // By now a second signal would have come.
    client.send(b"a b");
    assert_eq!(client.reply().body, "2\n");
    assert!(client.is_closed());
    assert!(script.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn the_queue_holds_a_crowd() {
    support::queue_holds_a_crowd("http_server");
}

#[test]
fn the_name_of_a_host_is_an_address_too() {
    support::serves_on_localhost("http_server", GET);
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
