//! That the client's schedule does not wait for a slow server. Only least times are judged, which a busy
//! machine can't undercut.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use examples_performance::web_servers::ask;
use examples_testing::watched;
use smol::LocalExecutor;

#[test]
fn a_server_that_stalls_once_delays_all_that_was_due_meanwhile() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client connects");
        for (number, _line) in BufReader::new(&stream).lines().enumerate() {
            if number == 1 {
                thread::sleep(Duration::from_millis(200)); // at the first request of the schedule
            }
            if (&stream).write_all(b"5\n").is_err() {
                break;
            }
        }
    });
    let [_, _, late] = watched("a client of a server that stalls", move || {
        let executor = LocalExecutor::new();
        smol::block_on(executor.run(ask(&executor, address, 1))).expect("all is answered").0
    });
    // A quarter of all requests were due in the first half of the stall. A client that waits for each answer
    // would have seen one slow answer.
    assert!(late >= 100e6, "{late} ns");
}
