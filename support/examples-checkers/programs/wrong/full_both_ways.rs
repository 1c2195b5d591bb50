//! A client sends three requests before it reads an answer. Both channels have one place: the server waits to
//! answer, the client waits to ask.
//!
//! From: Tu and others, Understanding Real-World Concurrency Bugs in Go, ASPLOS 2019 (blocked on a full channel)
//! Fails: deadlock
//! Not under loom: it has no `sync_channel`.

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (requests, to_serve) = mpsc::sync_channel(1);
    let (answers, answered) = mpsc::sync_channel(1);
    let server = thread::spawn(move || {
        while let Ok(number) = to_serve.recv() {
            answers.send(number * 2).unwrap();
        }
    });
    for number in 0..4 {
        requests.send(number).unwrap();
    }
    drop(requests);
    let mut sum = 0;
    while let Ok(answer) = answered.recv() {
        sum += answer;
    }
    server.join().unwrap();
    assert_eq!(sum, 12);
}
