//! Clients and upstreams that the proxy must survive, on real sockets.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use examples_smol::tcp_proxy::serve;
use examples_testing::watched;
use socket2::{Domain, SockRef, Socket, Type};

use crate::section::SECTION;

const CLIENTS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(600);
const WATCHDOG: Duration = Duration::from_secs(30);
const MEGABYTE: usize = 1 << 20;

/// Starts a proxy on a free port, which ends with the test program.
fn start(upstream: SocketAddr, clients: usize, patience: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let listener = listener.try_into().unwrap();
        smol::block_on(serve(listener, &[upstream], clients, patience))
    });
    address
}

/// Starts a proxy; the test itself plays the upstream behind it.
fn start_with_upstream(clients: usize) -> (SocketAddr, TcpListener) {
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    (start(upstream.local_addr().unwrap(), clients, PATIENCE), upstream)
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

/// Waits for the end of the connection; returns whether it is a reset. A regular end is none.
fn is_reset(mut stream: &TcpStream) -> bool {
    match stream.read(&mut [0]) {
        Ok(count) => {
            assert_eq!(count, 0, "the other side sends nothing here");
            false
        }
        Err(error) => {
            assert!(!has_timed_out(&error), "waiting for the proxy to end the connection");
            error.kind() == io::ErrorKind::ConnectionReset
        }
    }
}

/// Returns what the proxy tells a client that it does not serve.
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
    let (proxy, upstream) = start_with_upstream(CLIENTS);
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
    let (proxy, upstream) = start_with_upstream(CLIENTS);
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
    let (proxy, upstream) = start_with_upstream(CLIENTS);
    let (client, server) = through(proxy, &upstream);
    let (question, answer) = (some_bytes(MEGABYTE, 1), some_bytes(MEGABYTE, 2));
    thread::scope(|s| {
        for (stream, bytes) in [(&client, &question), (&server, &answer)] {
            s.spawn(move || {
                let mut stream = stream;
                stream.write_all(bytes).expect("waiting for the proxy to take bytes");
                stream.shutdown(Shutdown::Write).unwrap();
            });
        }
        let question_read = s.spawn(|| read_to_end(&server));
        assert!(read_to_end(&client) == answer, "the answer arrives as it was sent");
        assert!(question_read.join().unwrap() == question, "so does the question");
    });
}

/// While the client does not read, neither does the proxy, beyond its buffer and the system's.
#[test]
fn a_slow_reader_slows_the_sender_and_not_the_others() {
    let (proxy, upstream) = start_with_upstream(CLIENTS);
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
    let (proxy, upstream) = start_with_upstream(1);
    let mut unaware = Vec::new();
    for _ in 0..20 {
        let (client, server) = served(proxy, &upstream);
        reset(client, &server);
        assert!(is_reset(&server));
        unaware.push(server); // It does not close its own half; the place is free all the same.
    }
}

#[test]
fn a_reset_by_the_upstream_reaches_the_client_and_frees_the_place() {
    let (proxy, upstream) = start_with_upstream(1);
    let mut unaware = Vec::new();
    for _ in 0..20 {
        let (client, server) = served(proxy, &upstream);
        reset(server, &client);
        assert!(is_reset(&client));
        unaware.push(client);
    }
}

/// The proxy learns of this reset by a failed write, and the system does not repeat it to a read.
#[test]
fn a_reset_that_a_write_meets_first_is_no_regular_end() {
    let (proxy, upstream) = start_with_upstream(1);
    for _ in 0..20 {
        let (mut client, mut server) = served(proxy, &upstream);
        // Until nothing moves towards the client, so that the proxy does not read from the server.
        server.set_nonblocking(true).unwrap();
        let mut full_for = 0;
        while full_for < 5 {
            if server.write(&[7; 64 * 1024]).is_err() {
                full_for += 1;
                thread::sleep(Duration::from_millis(2));
            }
        }
        SockRef::from(&server).set_linger(Some(Duration::ZERO)).unwrap();
        drop(server);
        // If the proxy's read was first after all, the client may learn of the reset here.
        let asked = client.write_all(b"?");
        thread::sleep(Duration::from_millis(2)); // Likely enough for the proxy to meet the reset.
        let end = asked.and_then(|()| client.read_to_end(&mut Vec::new()));
        assert_eq!(end.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    }
}

/// What an upstream says before it resets the connection reaches the client, though the proxy can't
/// send the upstream anything any more.
#[test]
fn the_last_words_of_an_upstream_that_reads_no_more_arrive() {
    let (proxy, upstream) = start_with_upstream(CLIENTS);
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
    let (proxy, upstream) = start_with_upstream(CLIENTS);
    let mut pairs: Vec<_> = (0..CLIENTS).map(|_| through(proxy, &upstream)).collect();
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

#[test]
fn a_crowd_of_refused_clients_disturbs_nobody() {
    let (proxy, upstream) = start_with_upstream(1);
    let (mut client, server) = through(proxy, &upstream);
    let crowd: Vec<_> = (0..200).map(|_| connect(proxy)).collect();
    let mut told = 0;
    for refused in &crowd {
        let line = read_to_end(refused);
        assert!(line.is_empty() || line.starts_with(b"the proxy is busy"));
        told += usize::from(!line.is_empty());
    }
    assert!(told < crowd.len(), "there is an end to politeness: some are just closed");
    client.write_all(b"ping").unwrap();
    assert_eq!(read_exactly(&server, 4), b"ping");
}

/// Refused clients that do not leave take all places of the refusals, but only for a while.
#[test]
fn a_crowd_that_stays_does_not_use_up_the_refusals() {
    let nobody = SocketAddr::from(([127, 0, 0, 1], 0));
    let proxy = start(nobody, 0, Duration::from_millis(50));
    let _crowd: Vec<_> = (0..200).map(|_| connect(proxy)).collect();
    watched("a refusal with words", move || {
        let mut line = String::new();
        while line != "the proxy is busy, try again later\n" {
            thread::sleep(Duration::from_millis(5));
            line.clear();
            let _ = connect(proxy).read_to_string(&mut line);
        }
    });
}

#[test]
fn an_upstream_that_refuses_is_answered_for() {
    // Nobody can listen on port 0.
    let proxy = start(SocketAddr::from(([127, 0, 0, 1], 0)), 1, PATIENCE);
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

/// A machine that stalls can't make this fail: when the test itself was silent for too long, it
/// proves nothing and begins again.
#[test]
fn a_connection_without_traffic_is_reset_and_one_with_traffic_is_not() {
    watched("an undisturbed run", || while !idle_ends_and_busy_does_not() {});
}

fn idle_ends_and_busy_does_not() -> bool {
    let patience = Duration::from_millis(250);
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = start(upstream.local_addr().unwrap(), CLIENTS, patience);
    let mut last = Instant::now();
    let (mut busy, mut busy_server) = through(proxy, &upstream);
    let (ended, end) = mpsc::channel();
    let mut idle = None;
    let mut more_rounds = 10;
    while more_rounds > 0 {
        let begun = Instant::now();
        // Traffic in one direction is enough.
        let passed = busy.write_all(b"tick").and_then(|()| busy_server.read_exact(&mut [0; 4]));
        if passed.is_err() {
            assert!(last.elapsed() >= patience, "cut, though bytes passed all the time");
            return false;
        }
        last = begun;
        // The idle connection begins later than the busy one and ends earlier.
        let ended = ended.clone();
        idle.get_or_insert_with(|| {
            let (client, server) = through(proxy, &upstream);
            thread::spawn(move || ended.send(is_reset(&client) && is_reset(&server)))
        });
        match end.recv_timeout(Duration::from_millis(5)) {
            Ok(is_reset) => {
                assert!(is_reset, "what is cut must not look complete");
                more_rounds -= 1;
            }
            Err(_) if more_rounds < 10 => more_rounds -= 1,
            Err(_) => {}
        }
    }
    true
}

#[test]
fn a_hundred_clients_at_once_get_their_own_bytes_back() {
    let (proxy, upstream) = start_with_upstream(100);
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

/// The listing's own process: to kill the runner would leave it behind. It is killed with the test.
struct Program {
    process: Child,
    proxy: SocketAddr,
}

impl Program {
    fn start(upstream: &str, stderr: impl Into<Stdio>) -> Self {
        Self::start_as(Command::new(SECTION.program), upstream, stderr)
    }

    fn start_as(mut command: Command, upstream: &str, stderr: impl Into<Stdio>) -> Self {
        command.env("EXAMPLES_LISTING", "tcp_proxy").args(["localhost:0", upstream]);
        let mut process = command.stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let listening = line.strip_prefix("from ").and_then(|rest| rest.split_once(" to "));
        let proxy = listening.expect("it says where it listens").0.parse().unwrap();
        Program { process, proxy }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().expect("nothing else ends it");
        self.process.wait().expect("it was killed");
    }
}

#[test]
fn the_program_proxies_between_two_addresses() {
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = upstream.local_addr().unwrap().port();
    // A name, so that it is looked up.
    let program = Program::start(&format!("localhost:{port}"), Stdio::inherit());
    let (mut client, server) = through(program.proxy, &upstream);
    client.write_all(b"hello").unwrap();
    assert_eq!(read_exactly(&server, 5), b"hello");
}

#[cfg(target_os = "linux")]
#[test]
fn a_burst_of_clients_finds_room_in_the_queue_of_the_system() {
    let room = fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    let burst = room.trim().parse().unwrap_or(usize::MAX).min(400);
    let program = Program::start("127.0.0.1:0", Stdio::inherit());
    // Stopped, so that it accepts none of them.
    let stop = format!("kill -STOP {}", program.process.id());
    assert!(Command::new("sh").args(["-c", &stop]).status().unwrap().success());
    let connect = |number| {
        // Without room, the system never answers.
        let client = TcpStream::connect_timeout(&program.proxy, Duration::from_secs(10));
        client.unwrap_or_else(|error| panic!("client {number} of {burst}: {error}"))
    };
    let clients: Vec<_> = (1..=burst).map(connect).collect();
    drop((program, clients));
}

#[test]
fn a_lasting_trouble_is_logged_once_and_again_when_it_comes_back() {
    let log = tempfile::NamedTempFile::new().unwrap();
    // Bound, so that nobody else has the port, but not listening yet.
    let upstream = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    upstream.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let address = upstream.local_addr().unwrap().as_socket().unwrap().to_string();
    let program = Program::start(&address, log.reopen().unwrap());
    let refused = || {
        for _ in 0..20 {
            assert_eq!(told(program.proxy), "the upstream can't be reached\n");
        }
        let log = fs::read_to_string(log.path()).unwrap();
        assert!(log.lines().all(|line| line.starts_with("can't reach the upstream: ")), "{log}");
        log.lines().count()
    };
    assert_eq!(refused(), 1);
    upstream.listen(16).unwrap();
    let _client = connect(program.proxy);
    // Not `through`, whose thread may keep the listener for a moment.
    watched("the proxy to connect", move || drop(TcpListener::from(upstream).accept().unwrap()));
    assert_eq!(refused(), 2);
}

/// Without open files, the proxy lets clients wait in the system's queue, and serves them later. A
/// log that is full or has no reader must not end it.
#[cfg(target_os = "linux")]
#[test]
fn without_open_files_and_without_a_log_the_proxy_goes_on() {
    let (reader, closed_pipe) = io::pipe().unwrap();
    drop(reader);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let kept = tempfile::NamedTempFile::new().unwrap();
    let logs: [Stdio; 3] = [full.into(), closed_pipe.into(), kept.reopen().unwrap().into()];
    for log in logs {
        let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = upstream.local_addr().unwrap().to_string();
        thread::spawn(move || {
            for client in upstream.incoming().map(Result::unwrap) {
                thread::spawn(move || io::copy(&mut &client, &mut &client));
            }
        });
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -n 32; exec \"$0\" \"$@\"", SECTION.program]);
        let program = Program::start_as(command, &address, log);

        let mut first = connect(program.proxy);
        first.write_all(b"first").unwrap();
        assert_eq!(read_exactly(&first, 5), b"first");
        // They stay, so the last of them is not accepted before the others leave.
        let crowd: Vec<_> = (0..60).map(|_| connect(program.proxy)).collect();
        let mut last = connect(program.proxy);
        last.write_all(b"ping").unwrap();
        last.set_nonblocking(true).unwrap();
        assert!(last.peek(&mut [0]).is_err_and(|error| has_timed_out(&error)));
        last.set_nonblocking(false).unwrap();
        drop(crowd);
        // Accepted: what it gets is the echo or, where no file was left to connect, a refusal.
        assert_eq!(read_exactly(&last, 1).len(), 1);
        watched("the proxy to serve again", move || {
            loop {
                let mut client = connect(program.proxy);
                let mut answer = [0; 5];
                let asked = client.write_all(b"again");
                if asked.and_then(|()| client.read_exact(&mut answer)).is_ok()
                    && &answer == b"again"
                {
                    break;
                }
            }
        });
    }
    let log = fs::read_to_string(kept.path()).unwrap();
    assert!(log.contains("can't accept now, trying again: Too many open files"), "{log}");
}

#[test]
fn a_wrong_address_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let here = "127.0.0.1:0";
    // Too long for a name of the network, so that nobody is asked for it.
    let unknown = format!("{}.invalid:80", "x".repeat(64));
    for (listen, upstream, sentence) in [
        ("nonsense", here, "Error: can't listen on nonsense\n"),
        (here, "nonsense", "Error: can't find nonsense\n"),
        (here, "127.0.0.1:many", "Error: can't find 127.0.0.1:many\n"),
        (here, unknown.as_str(), "Error: can't find xxx"),
        (taken.as_str(), here, "Error: can't listen on 127.0.0.1:"),
    ] {
        let ran = SECTION.run(["tcp_proxy", listen, upstream]);
        assert_eq!(ran.status, Some(1), "{listen} {upstream}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(sentence), "{listen} {upstream}: {}", ran.stderr);
    }
}
