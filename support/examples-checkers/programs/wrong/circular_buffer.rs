//! A ring of two places for one sender and one receiver. The sender counts the item before it writes it, so the
//! receiver reads a place that is empty.
//!
//! From: SCTBench, circular_buffer_bad, <https://github.com/mc-imperial/sctbench>; Lamport, Specifying Concurrent
//! Program Modules, ACM TOPLAS 5(2), 1983
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Ring {
    places: [AtomicUsize; 2],
    sent: AtomicUsize,
}

fn send(ring: &Ring, value: usize) {
    let place = ring.sent.fetch_add(1, SeqCst) % 2;
    ring.places[place].store(value, SeqCst);
}

fn receive(ring: &Ring, received: usize) -> Option<usize> {
    let is_there = ring.sent.load(SeqCst) > received;
    is_there.then(|| ring.places[received % 2].load(SeqCst))
}

pub fn main() {
    let places = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let ring = Arc::new(Ring { places, sent: AtomicUsize::new(0) });
    let theirs = Arc::clone(&ring);
    let sender = thread::spawn(move || {
        send(&theirs, 1);
        send(&theirs, 2);
    });
    for received in 0..2 {
        let Some(value) = receive(&ring, received) else { break };
        assert_eq!(value, received + 1);
    }
    sender.join().unwrap();
}
