//! Clients that the server must survive, on real sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use examples_threads::thread_per_connection::serve;

use crate::section::SECTION;

const PLACES: usize = 3;
const PATIENT: Duration = Duration::from_secs(60);
const IMPATIENT: Duration = Duration::from_millis(200);

/// Starts a server on a free port, which ends with the test program.
fn start(patience: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || serve(&listener, PLACES, patience));
    address
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap(); // the watchdog
        Client(BufReader::new(stream))
    }

    /// Connects until the server has a place: earlier clients of the test may still be leaving.
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
    let mut client = Client::served(start(PATIENT));
    client.send(b"one two\n\n  three  \nand so on\r\n\xff\xfe \x00\n");
    assert_eq!([(); 5].map(|()| client.line()), ["2", "0", "1", "3", "2"]);
}

#[test]
fn a_last_line_without_its_end_is_answered_too() {
    let mut client = Client::served(start(PATIENT));
    client.send(b"one two three");
    client.0.get_ref().shutdown(Shutdown::Write).unwrap();
    assert_eq!(client.line(), "3");
    assert!(client.is_closed());
}

#[test]
fn clients_are_served_at_the_same_time_up_to_the_cap() {
    let server = start(PATIENT);
    let mut clients = [(); PLACES].map(|()| Client::connect(server));
    assert!(clients.iter_mut().all(|client| client.line() == "ready"));
    // All are connected; the last one gets its answer while the first ones are in mid-line.
    for client in &mut clients {
        client.send(b"half a ");
    }
    clients[PLACES - 1].send(b"line\n");
    assert_eq!(clients[PLACES - 1].line(), "3");

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
    let server = start(PATIENT);
    for _ in 0..20 * PLACES {
        let mut client = Client::served(server);
        client.send(b"a b\n");
        assert_eq!(client.line(), "2");
    }
}

#[test]
fn an_idle_client_is_sent_away_and_its_place_is_free() {
    let server = start(IMPATIENT);
    let mut idle: Vec<_> = (0..PLACES).map(|_| Client::served(server)).collect();
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
    let mut client = Client::served(start(PATIENT));
    client.send(&[b'x'; 100_000]);
    assert_eq!(client.line(), "too long a line, goodbye");
}

#[test]
fn a_client_that_resets_its_connection_costs_nobody_else() {
    let server = start(PATIENT);
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
fn a_wrong_address_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for address in ["nonsense", &taken] {
        let ran = SECTION.run(["thread_per_connection", address]);
        assert_eq!(ran.status, Some(1), "{address}");
        let sentence = format!("Error: can't listen on {address:?}\n");
        assert!(ran.stderr.starts_with(&sentence), "{address}: {}", ran.stderr);
    }
}

/// With std's limit of 128, the next client would be told to come again, after a second.
#[cfg(target_os = "linux")]
#[test]
fn five_hundred_clients_may_wait_to_be_accepted() {
    let limit = std::fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    let crowd = limit.trim().parse::<usize>().unwrap().min(500);
    let listener = examples_threads::thread_per_connection::listen("localhost:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(900)).ok();
    let waiting: Vec<_> = (0..crowd).map_while(connect).collect();
    assert_eq!(waiting.len(), crowd, "that number of clients could connect");
}

/// The listing in a process of its own that may have few files open.
#[cfg(unix)]
struct Server {
    process: std::process::Child,
    address: SocketAddr,
}

#[cfg(unix)]
impl Server {
    const DESCRIPTORS: usize = 32;

    fn start(stderr: impl Into<std::process::Stdio>) -> Self {
        use std::process::{Command, Stdio};

        let listing = SECTION.command(["thread_per_connection", "127.0.0.1:0"]);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {} && exec \"$0\" \"$@\"", Self::DESCRIPTORS)]);
        shell.arg(listing.get_program()).args(listing.get_args());
        let mut process = shell.stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on ").and_then(|rest| rest.split_once(';'));
        let address = address.unwrap_or_else(|| panic!("the server said {line:?}")).0;
        Server { address: address.parse().unwrap(), process }
    }

    /// Opens more connections than the server has descriptors, and expects an answer on each.
    fn survives_a_crowd(&self) {
        let mut crowd = Vec::new();
        for number in 0..3 * Self::DESCRIPTORS {
            let mut client = Client::connect(self.address);
            let line = client.line();
            assert!(["ready", "busy, try again later"].contains(&&*line), "{number}: {line:?}");
            crowd.push(client);
        }
    }
}

#[cfg(unix)]
impl Drop for Server {
    fn drop(&mut self) {
        // Not `kill`: SIGKILL would end the runner and leave the listing.
        let terminate = format!("kill -TERM {}", self.process.id());
        let _ = std::process::Command::new("sh").args(["-c", &terminate]).status();
        let _ = self.process.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_server_without_descriptors_goes_on_and_says_so_once() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let server = Server::start(writer);
    server.survives_a_crowd();
    server.survives_a_crowd();
    drop(server);
    let mut said = String::new();
    reader.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("can't accept now, trying again: "), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[cfg(unix)]
#[test]
fn a_log_that_nobody_reads_does_not_end_the_server() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Server::start(writer).survives_a_crowd();
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_on_a_full_disk_does_not_end_the_server() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    Server::start(full).survives_a_crowd();
}
