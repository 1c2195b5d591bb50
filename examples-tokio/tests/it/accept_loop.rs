//! Clients that ask, dawdle and leave.

use examples_tokio::accept_loop::serve;

use crate::support::{self, Client, Running};

#[test]
fn each_client_is_answered_whatever_the_others_do() {
    let server = support::start(serve);
    let mut silent = Client::connect(server);
    let mut slow = Client::sending(server, b"half a ");
    for _ in 0..20 {
        drop(Client::sending(server, b"a line\n")); // It leaves without reading.
    }
    let mut client = Client::sending(server, b"one two\n\n  three  \nand so on\r\n\xff\xfe \x00\n");
    let heard = [(); 6].map(|()| client.line());
    assert_eq!(heard, ["ready", "2", "0", "1", "3", "2"]);
    for client in [&mut slow, &mut silent] {
        client.send(b"line\n");
        assert_eq!(client.line(), "ready");
    }
    assert_eq!((slow.line().as_str(), silent.line().as_str()), ("3", "1"));
}

#[test]
fn a_last_line_without_its_end_is_answered_too() {
    let mut client = Client::sending(support::start(serve), b"one two three");
    client.half_close();
    assert_eq!((client.line().as_str(), client.line().as_str()), ("ready", "3"));
    assert!(client.is_closed());
}

#[test]
fn it_serves_on_the_address_that_it_is_given() {
    let server = Running::new("accept_loop");
    assert_eq!(Client::connect(server.address).line(), "ready");
}

#[test]
fn a_wrong_address_is_an_error() {
    support::refuses_wrong_addresses("accept_loop");
}

#[cfg(target_os = "linux")]
#[test]
fn the_queue_holds_a_crowd() {
    support::queue_holds_a_crowd("accept_loop");
}

#[test]
fn the_name_of_a_host_is_an_address_too() {
    support::serves_on_localhost("accept_loop", b"");
}

#[cfg(unix)]
#[test]
fn a_server_without_descriptors_serves_again_when_it_has_some() {
    support::survives_without_descriptors("accept_loop", b"");
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_ends_no_server() {
    support::survives_without_log("accept_loop", b"");
}
