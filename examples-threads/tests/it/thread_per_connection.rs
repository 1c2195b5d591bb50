//! Clients that the server must survive, on real sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use examples_threads::thread_per_connection::{Limits, serve};

const LIMITS: Limits = Limits { connections: 3, patience: Duration::from_secs(60), line: 1024 };
const IMPATIENT: Limits = Limits { patience: Duration::from_millis(200), ..LIMITS };

/// A server on a free port, which ends with the test program.
fn start(limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || serve(&listener, limits));
    address
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap(); // the watchdog
        Client(BufReader::new(stream))
    }

    /// A client that the server has a place for; the test's earlier ones may just be leaving.
    fn served(server: SocketAddr) -> Self {
        for _ in 0..3_000 {
            let mut client = Client::connect(server);
            if client.line() == "ready" {
                return client;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("still waiting for a free place");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("waiting for a line from the server");
        line.trim_end().to_string()
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    fn is_closed(&mut self) -> bool {
        self.0.read(&mut [0]).expect("waiting for the server to close") == 0
    }
}

#[test]
fn lines_are_answered_one_by_one() {
    let mut client = Client::served(start(LIMITS));
    client.send(b"one two\n\n  three  \nand so on\r\n\xff\xfe \x00\n");
    assert_eq!([(); 5].map(|()| client.line()), ["2", "0", "1", "3", "2"]);
}

#[test]
fn a_last_line_without_its_end_is_answered_too() {
    let mut client = Client::served(start(LIMITS));
    client.send(b"one two three");
    client.0.get_ref().shutdown(Shutdown::Write).unwrap();
    assert_eq!(client.line(), "3");
    assert!(client.is_closed());
}

#[test]
fn clients_are_served_at_the_same_time_and_only_so_many() {
    let server = start(LIMITS);
    let mut clients = [(); LIMITS.connections].map(|()| Client::connect(server));
    assert!(clients.iter_mut().all(|client| client.line() == "ready"));
    // All are connected; the last one gets its answer while the first ones are in mid-line.
    for client in &mut clients {
        client.send(b"half a ");
    }
    clients[LIMITS.connections - 1].send(b"line\n");
    assert_eq!(clients[LIMITS.connections - 1].line(), "3");

    for _ in 0..100 {
        let mut refused = Client::connect(server);
        // It speaks before it listens, as an HTTP client would; the refusal must reach it all the same.
        let _ = refused.0.get_mut().write_all(b"how many words\n");
        assert_eq!(refused.line(), "busy, try again later");
    }
    clients[0].send(b"line\n");
    assert_eq!(clients[0].line(), "3");
}

#[test]
fn a_place_is_free_again_when_its_client_leaves() {
    let server = start(LIMITS);
    for _ in 0..20 * LIMITS.connections {
        let mut client = Client::served(server);
        client.send(b"a b\n");
        assert_eq!(client.line(), "2");
    }
}

#[test]
fn an_idle_client_is_sent_away_and_its_place_is_free() {
    let server = start(IMPATIENT);
    let mut idle: Vec<_> = (0..LIMITS.connections).map(|_| Client::served(server)).collect();
    for client in &mut idle {
        assert_eq!(client.line(), "no whole line in time, goodbye");
        assert!(client.is_closed());
    }
    Client::served(server);
}

/// A byte now and then: each read succeeds in time, the line does not.
#[test]
fn a_slow_client_is_sent_away() {
    let mut slow = Client::served(start(IMPATIENT));
    let mut writer = slow.0.get_ref().try_clone().unwrap();
    let dripping = thread::spawn(move || {
        while writer.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    assert_eq!(slow.line(), "no whole line in time, goodbye");
    drop(slow);
    dripping.join().unwrap(); // Its writes fail once the server has closed the connection.
}

#[test]
fn a_line_without_end_is_refused() {
    let mut client = Client::served(start(LIMITS));
    client.send(&[b'x'; 100_000]);
    assert_eq!(client.line(), "too long a line, goodbye");
}

#[test]
fn a_client_that_resets_its_connection_costs_nobody_else() {
    let server = start(LIMITS);
    for _ in 0..50 {
        let mut rude = Client::connect(server);
        let _ = rude.0.get_mut().write_all(b"a b\nc d\n");
        drop(rude); // with answers unread, which resets the connection
    }
    let mut client = Client::served(server);
    client.send(b"still here\n");
    assert_eq!(client.line(), "2");
}

#[test]
fn a_wrong_address_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, status, sentence) in [
        (vec!["nonsense"], 2, "\"nonsense\" is no address; expected one address such as"),
        (vec!["127.0.0.1:0", "x"], 2, "too many arguments; expected one address such as"),
        (vec![taken.as_str()], 1, "Error: can't listen on 127.0.0.1:"),
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_examples-threads"))
            .arg("thread_per_connection")
            .args(&arguments)
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(stderr.starts_with(sentence), "{arguments:?}: {stderr}");
    }
}
