//! A server that stops while clients ask, dawdle and say nothing.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use examples_tokio::graceful_shutdown::serve;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::support::{self, Client, Stop, WATCHDOG};

fn start(limit: Duration) -> (SocketAddr, Stop) {
    support::start_stoppable(move |listener, closing| serve(listener, closing, limit))
}

/// Returns a client that is in the middle of a line. The answer to the line before proves it.
fn busy(server: SocketAddr) -> Client {
    let mut client = Client::sending(server, b"a line\nhalf a ");
    assert_eq!((client.line().as_str(), client.line().as_str()), ("ready", "2"));
    client
}

fn idle(server: SocketAddr) -> Client {
    let mut client = Client::connect(server);
    assert_eq!(client.line(), "ready");
    client
}

#[test]
fn a_shutdown_finishes_what_has_begun_and_nothing_else() {
    let (server, stop) = start(WATCHDOG);
    let (mut idle, mut busy) = (idle(server), busy(server));
    stop.begin();
    assert!(idle.is_closed());
    TcpStream::connect(server).expect_err("nobody listens any more");
    idle.send(b"too late\n");
    assert!(idle.is_closed(), "without a reset");
    drop(idle);
    busy.send(b"line\nand another\n");
    assert_eq!((busy.line().as_str(), busy.line().as_str()), ("3", "2"));
    assert!(busy.is_closed());
    drop(busy);
    assert_eq!(stop.cut_off(), 0);
}

/// When all are stuck, the paused clock goes on to the deadline at once.
#[tokio::test]
async fn a_shutdown_cuts_off_what_is_not_done_at_the_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, closing) = (listener.local_addr().unwrap(), CancellationToken::new());
    let server = tokio::spawn(serve(listener, closing.clone(), Duration::from_secs(2)));
    let clients = spawn_blocking(move || ([(); 5].map(|()| busy(address)), idle(address)));
    let (mut stuck, mut idle) = clients.await.unwrap();
    tokio::time::pause();
    closing.cancel();
    assert_eq!(server.await.unwrap(), 5);
    assert!(idle.is_closed());
    for client in &mut stuck {
        assert!(client.is_closed(), "without an answer");
    }
}

#[test]
fn a_shutdown_of_a_server_without_clients_is_immediate() {
    for _ in 0..20 {
        let (server, stop) = start(Duration::from_secs(600));
        drop(Client::connect(server));
        stop.begin();
        assert_eq!(stop.cut_off(), 0);
    }
}

/// On a runtime of one thread, nobody looks at the sockets between the sending and the end of the
/// server. So neither the line on the open connection nor the new connection has been noticed.
#[tokio::test]
async fn what_has_come_before_the_end_is_answered_even_if_the_runtime_has_not_noticed() {
    for _ in 0..5 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let closing = CancellationToken::new();
        let server = tokio::spawn(serve(listener, closing.clone(), WATCHDOG));
        let mut open = spawn_blocking(move || idle(address)).await.unwrap();

        open.send(b"one two three\n");
        let mut new = Client::sending(address, b"four five\n");
        closing.cancel();
        spawn_blocking(move || {
            assert_eq!(open.line(), "3");
            assert_eq!((new.line().as_str(), new.line().as_str()), ("ready", "2"));
            assert!(open.is_closed() && new.is_closed());
        })
        .await
        .unwrap();
        assert_eq!(server.await.unwrap(), 0);
    }
}

/// The system accepts for a process that is stopped. So these connections are in the listener's
/// queue, each with a whole line, when the signal comes.
#[cfg(unix)]
#[test]
fn connections_in_the_queue_are_served_before_the_end() {
    let server = support::Running::new("graceful_shutdown");
    drop(idle(server.address)); // Now it listens for signals.
    server.signal("STOP");
    let clients: Vec<_> = (0..120).map(|_| Client::sending(server.address, b"a line\n")).collect();
    server.signal("INT");
    server.signal("CONT");
    for mut client in clients {
        assert_eq!((client.line().as_str(), client.line().as_str()), ("ready", "2"));
        assert!(client.is_closed());
    }
    assert_eq!(server.stopped(), "stopped; connections cut off: 0");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_sigterm_stop_it() {
    for signal in ["INT", "TERM"] {
        let server = support::Running::new("graceful_shutdown");
        let (mut busy, mut idle) = (busy(server.address), idle(server.address));
        server.signal(signal);
        assert!(idle.is_closed());
        drop(idle);
        busy.send(b"line\n");
        assert_eq!(busy.line(), "3");
        assert!(busy.is_closed());
        drop(busy);
        assert_eq!(server.stopped(), "stopped; connections cut off: 0", "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn too_few_descriptors_reset_no_connection_at_the_end() {
    support::stops_gracefully_without_descriptors("graceful_shutdown", b"a line\n", "ready\n2\n");
}

#[cfg(unix)]
#[test]
fn a_second_signal_ends_it_at_once() {
    support::a_second_signal_is_final("graceful_shutdown", b"a line\n", b"half a");
}

#[cfg(target_os = "linux")]
#[test]
fn the_queue_holds_a_crowd() {
    support::queue_holds_a_crowd("graceful_shutdown");
}

#[test]
fn the_name_of_a_host_is_an_address_too() {
    support::serves_on_localhost("graceful_shutdown", b"");
}

#[test]
fn a_wrong_address_is_an_error() {
    support::refuses_wrong_addresses("graceful_shutdown");
}

#[cfg(unix)]
#[test]
fn a_server_without_descriptors_serves_again_when_it_has_some() {
    support::survives_without_descriptors("graceful_shutdown", b"");
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_ends_no_server() {
    support::survives_without_log("graceful_shutdown", b"");
}
