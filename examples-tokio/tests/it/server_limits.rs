//! Clients that take too much.

use std::io::Write;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use examples_tokio::server_limits::{LONGEST_LINE, Limits, serve};

use crate::support::{self, Client, Running};

const LIMITS: Limits = Limits { places: 3, patience: Duration::from_secs(60) };
const IMPATIENT: Limits = Limits { patience: Duration::from_millis(200), ..LIMITS };

fn start(limits: Limits) -> SocketAddr {
    support::start(move |listener| serve(listener, limits))
}

/// Returns a client that has found a place. Those of earlier clients may be free a moment later.
fn served(server: SocketAddr) -> Client {
    for _ in 0..3_000 {
        let mut client = Client::connect(server);
        if client.line() == "ready" {
            return client;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("still waiting for a free place");
}

#[test]
fn only_as_many_clients_as_the_limit_allows_are_served() {
    let server = start(LIMITS);
    let mut clients = [(); LIMITS.places].map(|()| Client::sending(server, b"half a "));
    assert!(clients.iter_mut().all(|client| client.line() == "ready"));
    for _ in 0..100 {
        // It speaks before it listens. The refusal must reach it all the same.
        let mut refused = Client::sending(server, b"how many words\n");
        assert_eq!(refused.line(), "busy, try again later");
        assert!(refused.is_closed());
    }
    for client in &mut clients {
        client.send(b"line\n");
        assert_eq!(client.line(), "3");
    }
}

#[test]
fn a_place_is_free_again_when_its_client_leaves() {
    let server = start(LIMITS);
    for _ in 0..20 * LIMITS.places {
        let mut client = served(server);
        client.send(b"a b\n");
        assert_eq!(client.line(), "2");
    }
}

#[test]
fn an_idle_client_is_sent_away_and_its_place_is_free() {
    let server = start(IMPATIENT);
    let mut idle: Vec<_> = (0..LIMITS.places).map(|_| served(server)).collect();
    for client in &mut idle {
        assert_eq!(client.line(), "no whole line in time, goodbye");
        assert!(client.is_closed());
    }
    served(server);
}

/// Each byte comes in time, but the line does not.
#[test]
fn a_slow_client_is_sent_away() {
    let mut slow = served(start(IMPATIENT));
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
fn a_client_that_does_not_read_its_answers_loses_its_place() {
    // With the usual buffers it would take a million answers until the server can't write.
    let server = support::start(|listener| {
        let buffers = socket2::SockRef::from(&listener);
        buffers.set_send_buffer_size(1024).unwrap();
        buffers.set_recv_buffer_size(1024).unwrap();
        serve(listener, Limits { places: 1, ..IMPATIENT })
    });
    let mut deaf = served(server);
    let buffers = socket2::SockRef::from(deaf.0.get_ref());
    buffers.set_recv_buffer_size(1024).unwrap();
    buffers.set_send_buffer_size(1024).unwrap();
    deaf.0.get_ref().set_write_timeout(Some(Duration::from_millis(50))).unwrap();
    // Until the server, which can't write its answers, does not read any more.
    while deaf.0.get_mut().write_all(&b"\n".repeat(100_000)).is_ok() {}
    served(server);
}

#[test]
fn a_line_may_have_the_longest_length_and_no_more() {
    let server = start(LIMITS);
    let longest = "x".repeat(LONGEST_LINE as usize - 1);
    let mut client = Client::sending(server, format!("{longest}\n{longest}\n").as_bytes());
    assert_eq!([(); 3].map(|()| client.line()), ["ready", "1", "1"]);
    client.send(format!("{longest}x\n").as_bytes());
    assert_eq!(client.line(), "too long a line, goodbye");
    assert!(client.is_closed());
}

/// Clients that don't leave when they are refused take descriptors, too.
#[test]
fn refusals_have_a_limit_of_their_own() {
    let server = start(LIMITS);
    let _served = [(); LIMITS.places].map(|()| served(server));
    let mut refused = Client::connect(server);
    assert_eq!(refused.line(), "busy, try again later");
    let refused_at = Instant::now();
    // As long as it does not leave, the next one waits in the queue, until its second is over.
    let mut waiting = Client::connect(server);
    assert!(waiting.hears_nothing() || refused_at.elapsed() > Duration::from_millis(900));
    drop(refused);
    assert_eq!(waiting.line(), "busy, try again later");
}

/// If bytes were left unread, the end would be a reset, which can take the goodbye away.
#[test]
fn the_goodbye_reaches_a_client_that_is_still_sending() {
    let server = start(LIMITS);
    for _ in 0..20 {
        let mut client = served(server);
        client.send(&[b'x'; 100_000]);
        assert_eq!(client.line(), "too long a line, goodbye");
        client.send(&[b'x'; 100_000]);
        assert!(client.is_closed());
    }
}

#[test]
fn a_client_that_resets_its_connection_costs_nobody_else() {
    let server = start(LIMITS);
    for _ in 0..50 {
        let rude = Client::sending(server, b"a b\nc d\n");
        rude.0.get_ref().peek(&mut [0]).unwrap();
        drop(rude); // With an answer unread, this is a reset.
    }
    let mut client = served(server);
    client.send(b"still here\n");
    assert_eq!(client.line(), "2");
}

#[test]
fn it_serves_on_the_address_that_it_is_given() {
    let server = Running::new("server_limits");
    assert_eq!(Client::connect(server.address).line(), "ready");
}

#[test]
fn a_wrong_address_is_an_error() {
    support::refuses_wrong_addresses("server_limits");
}

#[cfg(target_os = "linux")]
#[test]
fn the_queue_holds_a_crowd() {
    support::queue_holds_a_crowd("server_limits");
}

#[test]
fn the_name_of_a_host_is_an_address_too() {
    support::serves_on_localhost("server_limits", b"");
}

#[cfg(unix)]
#[test]
fn a_server_without_descriptors_serves_again_when_it_has_some() {
    support::survives_without_descriptors("server_limits", b"");
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_ends_no_server() {
    support::survives_without_log("server_limits", b"");
}
