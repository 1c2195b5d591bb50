//! A client that says nothing, and what ends the wait of the next one.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use examples_threads::one_at_a_time::serve;

const WATCHDOG: Duration = Duration::from_secs(30);

/// Starts a server on a free port, which ends with the test program, and connects two clients, one after the other.
fn two_clients() -> [TcpStream; 2] {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = listener.local_addr().unwrap();
    thread::spawn(move || serve(&listener));
    [connect(server), connect(server)]
}

fn connect(server: SocketAddr) -> TcpStream {
    let client = TcpStream::connect(server).unwrap();
    client.set_read_timeout(Some(WATCHDOG)).unwrap();
    client
}

fn answer(client: &TcpStream) -> String {
    let mut line = String::new();
    BufReader::new(client).read_line(&mut line).expect("waiting for the answer");
    line
}

/// The server can't answer the second client first, however long the test waits: it reads from the first.
#[test]
fn nobody_is_served_while_one_client_is_silent() {
    let [mut first, mut second] = two_clients();
    second.write_all(b"one two\n").unwrap();
    second.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(BufReader::new(&second).read_line(&mut String::new()).is_err());
    first.write_all(b"one\n").unwrap();
    assert_eq!(answer(&first), "1\n");
    second.set_read_timeout(Some(WATCHDOG)).unwrap();
    assert_eq!(answer(&second), "2\n");
}

#[test]
fn a_client_that_leaves_makes_room_for_the_next() {
    let [first, mut second] = two_clients();
    second.write_all(b"one two\n").unwrap();
    drop(first);
    assert_eq!(answer(&second), "2\n");
}
