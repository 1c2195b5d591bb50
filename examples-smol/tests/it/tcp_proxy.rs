//! Clients and upstreams that the proxy must survive, on real sockets.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use examples_smol::tcp_proxy::{Limits, serve};

const LIMITS: Limits =
    Limits { clients: 3, patience: Duration::from_secs(60), idle: Duration::from_secs(600) };
const WATCHDOG: Duration = Duration::from_secs(30);
const MEGABYTE: usize = 1 << 20;

/// A proxy on a free port, which ends with the test program.
fn start(upstream: SocketAddr, limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let listener = listener.try_into().unwrap();
        smol::block_on(serve(listener, &[upstream], limits))
    });
    address
}

/// A proxy, and the upstream behind it, which the test plays itself.
fn start_with_upstream(limits: Limits) -> (SocketAddr, TcpListener) {
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    (start(upstream.local_addr().unwrap(), limits), upstream)
}

fn connect(proxy: SocketAddr) -> TcpStream {
    guarded(TcpStream::connect(proxy).unwrap())
}

/// Takes the connection that the proxy makes for a client.
fn accept(upstream: &TcpListener) -> TcpStream {
    let (sender, receiver) = mpsc::channel();
    let listener = upstream.try_clone().unwrap();
    thread::spawn(move || sender.send(listener.accept().unwrap().0));
    let accepted = receiver.recv_timeout(WATCHDOG);
    guarded(accepted.expect("waiting for the proxy to connect with its upstream"))
}

/// A pair of connections, joined by the proxy.
fn through(proxy: SocketAddr, upstream: &TcpListener) -> (TcpStream, TcpStream) {
    (connect(proxy), accept(upstream))
}

fn guarded(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(WATCHDOG)).unwrap();
    stream.set_write_timeout(Some(WATCHDOG)).unwrap();
    stream
}

fn read_exactly(mut stream: &TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).expect("waiting for bytes through the proxy");
    bytes
}

fn read_to_end(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("waiting for the end through the proxy");
    bytes
}

/// What a read says when its time is over differs between systems.
fn has_timed_out(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// Whether the other side is gone, by a close or a reset.
fn is_gone(mut stream: &TcpStream) -> bool {
    match stream.read(&mut [0]) {
        Ok(count) => count == 0,
        Err(error) => {
            assert!(!has_timed_out(&error), "waiting for the proxy to close");
            true
        }
    }
}

/// What a client is told that gets no upstream.
fn told(proxy: SocketAddr) -> String {
    let mut client = connect(proxy);
    // It speaks before it listens, as an HTTP client would; the line must reach it all the same.
    let _ = client.write_all(b"GET / HTTP/1.1\r\n\r\n");
    let mut line = String::new();
    BufReader::new(client).read_to_string(&mut line).expect("waiting for the refusal");
    line
}

fn some_bytes(count: usize, seed: usize) -> Vec<u8> {
    (0..count).map(|index| (index * index + seed) as u8).collect()
}

#[test]
fn the_client_may_close_its_half_first() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    let (mut client, mut server) = through(proxy, &upstream);
    client.write_all(b"question").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_to_end(&server), b"question");
    // The end has passed through in one direction, and the other is still open.
    server.write_all(b"answer").unwrap();
    assert_eq!(read_exactly(&client, 6), b"answer");
    server.write_all(b", and more").unwrap();
    drop(server);
    assert_eq!(read_to_end(&client), b", and more");
}

#[test]
fn the_upstream_may_close_its_half_first() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    let (mut client, mut server) = through(proxy, &upstream);
    server.write_all(b"welcome").unwrap();
    server.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_to_end(&client), b"welcome");
    client.write_all(b"thank").unwrap();
    assert_eq!(read_exactly(&server, 5), b"thank");
    client.write_all(b" you").unwrap();
    drop(client);
    assert_eq!(read_to_end(&server), b" you");
}

#[test]
fn a_megabyte_each_way_at_once_arrives_whole() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    let (client, server) = through(proxy, &upstream);
    let (question, answer) = (some_bytes(MEGABYTE, 1), some_bytes(MEGABYTE, 2));
    thread::scope(|scope| {
        for (stream, bytes) in [(&client, &question), (&server, &answer)] {
            scope.spawn(move || {
                let mut stream = stream;
                stream.write_all(bytes).expect("waiting for the proxy to take bytes");
                stream.shutdown(Shutdown::Write).unwrap();
            });
        }
        let question_read = scope.spawn(|| read_to_end(&server));
        assert!(read_to_end(&client) == answer, "the answer arrives as it was sent");
        assert!(question_read.join().unwrap() == question, "so does the question");
    });
}

/// While the client does not read, neither does the proxy, beyond its buffer and the system's.
#[test]
fn a_slow_reader_slows_the_sender_and_not_the_others() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    let (slow, server) = through(proxy, &upstream);
    let (mut sent, mut sender) = (0, &server);
    server.set_nonblocking(true).unwrap();
    let bytes = some_bytes(MEGABYTE, 3);
    // Full when nothing has been taken for so long that the proxy can't just be late.
    let mut full_for = 0;
    while full_for < 50 {
        match sender.write(&bytes[sent % MEGABYTE..]) {
            Ok(count) => {
                sent += count;
                full_for = 0;
            }
            Err(error) => {
                assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
                full_for += 1;
                thread::sleep(Duration::from_millis(10));
            }
        }
        assert!(sent < 256 * MEGABYTE, "the proxy takes in whatever it is sent");
    }
    server.set_nonblocking(false).unwrap();

    let (mut quick, quick_server) = through(proxy, &upstream);
    quick.write_all(b"still here").unwrap();
    assert_eq!(read_exactly(&quick_server, 10), b"still here");

    server.shutdown(Shutdown::Write).unwrap();
    let arrived = read_to_end(&slow);
    assert_eq!(arrived.len(), sent);
    assert!(arrived.chunks(MEGABYTE).all(|chunk| *chunk == bytes[..chunk.len()]), "in order");
}

/// Closes with unread bytes, which the system makes a reset.
fn reset(stream: TcpStream, mut peer: &TcpStream) {
    peer.write_all(b"never read").unwrap();
    stream.peek(&mut [0]).expect("waiting for bytes through the proxy");
    drop(stream);
}

#[test]
fn a_reset_by_the_client_reaches_the_upstream_and_frees_the_place() {
    let (proxy, upstream) = start_with_upstream(Limits { clients: 1, ..LIMITS });
    let mut unaware = Vec::new();
    for _ in 0..20 {
        let (client, server) = served(proxy, &upstream);
        reset(client, &server);
        assert!(is_gone(&server));
        unaware.push(server); // It does not close its own half; the place is free all the same.
    }
}

#[test]
fn a_reset_by_the_upstream_reaches_the_client_and_frees_the_place() {
    let (proxy, upstream) = start_with_upstream(Limits { clients: 1, ..LIMITS });
    let mut unaware = Vec::new();
    for _ in 0..20 {
        let (client, server) = served(proxy, &upstream);
        reset(server, &client);
        assert!(is_gone(&client));
        unaware.push(client);
    }
}

/// What an upstream says before it resets the connection reaches the client, though the proxy can't
/// send the upstream anything any more.
#[test]
fn the_last_words_of_an_upstream_that_reads_no_more_arrive() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    for _ in 0..20 {
        let (mut client, mut server) = served(proxy, &upstream);
        server.write_all(b"too large, goodbye").unwrap();
        drop(server);
        // Of these, the first makes the upstream's system answer with a reset, and the proxy fails
        // to send on the rest.
        for _ in 0..3 {
            let _ = client.write_all(b"part of a large request");
        }
        assert_eq!(read_exactly(&client, 18), b"too large, goodbye");
    }
}

/// A pair of connections from a proxy whose other clients may just be leaving.
fn served(proxy: SocketAddr, upstream: &TcpListener) -> (TcpStream, TcpStream) {
    upstream.set_nonblocking(true).unwrap();
    let mut client = connect(proxy);
    client.write_all(b"?").unwrap();
    for _ in 0..6_000 {
        if let Ok((server, _)) = upstream.accept() {
            upstream.set_nonblocking(false).unwrap();
            server.set_nonblocking(false).unwrap();
            let server = guarded(server);
            assert_eq!(read_exactly(&server, 1), b"?");
            return (guarded(client), server);
        }
        client.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
        if !client.peek(&mut [0]).is_err_and(|error| has_timed_out(&error)) {
            // Refused, in whichever way: the next may be luckier.
            thread::sleep(Duration::from_millis(5));
            client = connect(proxy);
            client.write_all(b"?").unwrap();
        }
    }
    panic!("still waiting for a free place");
}

#[test]
fn one_client_too_many_is_told_so_and_the_others_notice_nothing() {
    let (proxy, upstream) = start_with_upstream(LIMITS);
    let mut pairs: Vec<_> = (0..LIMITS.clients).map(|_| through(proxy, &upstream)).collect();
    for _ in 0..100 {
        assert_eq!(told(proxy), "the proxy is busy, try again later\n");
    }
    for (client, server) in &mut pairs {
        client.write_all(b"ping").unwrap();
        assert_eq!(read_exactly(server, 4), b"ping");
    }
    pairs.pop();
    served(proxy, &upstream);
}

/// More refused clients than the proxy waits for to read the refusal, none of them leaving.
#[test]
fn a_crowd_of_refused_clients_keeps_nobody_out_for_long() {
    let limits = Limits { clients: 1, patience: Duration::from_secs(2), ..LIMITS };
    let (proxy, upstream) = start_with_upstream(limits);
    let (mut client, server) = through(proxy, &upstream);
    let crowd: Vec<_> = (0..200).map(|_| connect(proxy)).collect();
    let mut told = 0;
    for refused in &crowd {
        let mut line = Vec::new();
        match { refused }.read_to_end(&mut line) {
            Ok(_) => assert!(line.is_empty() || line.starts_with(b"the proxy is busy")),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
        }
        told += usize::from(!line.is_empty());
    }
    assert!(told < crowd.len(), "there is an end to politeness: some are just closed");
    client.write_all(b"ping").unwrap();
    assert_eq!(read_exactly(&server, 4), b"ping");
    // The crowd is still connected, as far as it is concerned, and yet there are refusals again.
    for attempt in 0.. {
        let mut line = Vec::new();
        let _ = connect(proxy).read_to_end(&mut line);
        if line == b"the proxy is busy, try again later\n" {
            break;
        }
        assert!(attempt < 3_000, "still waiting for a refusal with words");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn an_upstream_that_refuses_is_answered_for() {
    // Nobody can listen on port 0.
    let limits = Limits { clients: 1, ..LIMITS };
    let proxy = start(SocketAddr::from(([127, 0, 0, 1], 0)), limits);
    for _ in 0..20 {
        // The one place may still be the client's before.
        let mut attempts = 0;
        while told(proxy) != "the upstream can't be reached\n" {
            attempts += 1;
            assert!(attempts < 3_000, "still waiting for an answer other than that it is busy");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_connection_without_traffic_is_closed_and_one_with_traffic_is_not() {
    let limits = Limits { idle: Duration::from_secs(2), ..LIMITS };
    let (proxy, upstream) = start_with_upstream(limits);
    let (mut busy, busy_server) = through(proxy, &upstream);
    let (idle, idle_server) = through(proxy, &upstream);
    let (closed, wait) = mpsc::channel();
    thread::spawn(move || closed.send(is_gone(&idle) && is_gone(&idle_server)));
    // Traffic in one direction only, and more often than the limit asks for.
    for _ in 0.. {
        busy.write_all(b"tick").expect("a connection with traffic stays open");
        assert_eq!(read_exactly(&busy_server, 4), b"tick");
        match wait.recv_timeout(Duration::from_millis(10)) {
            Ok(gone) => {
                assert!(gone);
                break;
            }
            Err(error) => assert_eq!(error, mpsc::RecvTimeoutError::Timeout),
        }
    }
}

#[test]
fn a_hundred_clients_at_once_get_their_own_bytes_back() {
    let (proxy, upstream) = start_with_upstream(Limits { clients: 100, ..LIMITS });
    thread::spawn(move || {
        for client in upstream.incoming().map(Result::unwrap) {
            thread::spawn(move || io::copy(&mut &client, &mut &client));
        }
    });
    let clients: Vec<_> = (0..100).map(|_| connect(proxy)).collect();
    for (number, mut client) in clients.iter().enumerate() {
        client.write_all(&some_bytes(1_000, number)).unwrap();
    }
    for (number, client) in clients.iter().enumerate() {
        assert_eq!(read_exactly(client, 1_000), some_bytes(1_000, number));
    }
}

/// Ends the program when the test does, in whichever way.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().expect("nothing else ends it");
        self.0.wait().expect("it was killed");
    }
}

#[test]
fn the_program_proxies_between_two_addresses() {
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = upstream.local_addr().unwrap().port();
    let mut program = Program(
        Command::new(env!("CARGO_BIN_EXE_examples-smol"))
            // As the runner starts it. Killing the runner would leave the listing behind.
            .env("EXAMPLES_LISTING", "tcp_proxy")
            // The second is a name, which is looked up.
            .args(["127.0.0.1:0", &format!("localhost:{port}")])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(program.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let listening = line.strip_prefix("from ").and_then(|rest| rest.split_once(" to "));
    let proxy = listening.expect("it says where it listens").0.parse().unwrap();
    let (mut client, server) = through(proxy, &upstream);
    client.write_all(b"hello").unwrap();
    assert_eq!(read_exactly(&server, 5), b"hello");
}

#[test]
fn a_wrong_command_line_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let here = "127.0.0.1:0";
    // Too long for a name of the network, so that nobody is asked for it.
    let unknown = format!("{}.invalid:80", "x".repeat(64));
    for (arguments, status, sentence) in [
        (vec![here], 2, "one address is missing; expected two addresses such as"),
        (vec![here, here, here], 2, "too many arguments; expected two addresses such as"),
        (vec!["nonsense", here], 2, "\"nonsense\" is no address; expected two addresses such as"),
        (vec![here, "nonsense"], 2, "\"nonsense\" is no address; expected two addresses such as"),
        (
            vec![here, "127.0.0.1:many"],
            2,
            "\"127.0.0.1:many\" is no address; expected two addresses such as",
        ),
        (vec![here, unknown.as_str()], 1, "Error: can't find xxx"),
        (vec![taken.as_str(), here], 1, "Error: can't listen on 127.0.0.1:"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_examples-smol"))
            .arg("tcp_proxy")
            .args(&arguments)
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with(sentence), "{arguments:?}: {stderr}");
    }
}
