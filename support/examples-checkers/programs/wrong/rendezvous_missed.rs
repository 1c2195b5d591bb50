//! A signal travels through a channel without places, by `try_send`. If the receiver does not wait yet, it is
//! lost.
//!
//! From: the documentation of `SyncSender::try_send`,
//! <https://doc.rust-lang.org/std/sync/mpsc/struct.SyncSender.html#method.try_send>
//! Fails: assertion
//! Not under loom: it has no `sync_channel`.

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (signal, told) = mpsc::sync_channel(0);
    let other = thread::spawn(move || {
        let _ = signal.try_send(());
    });
    assert!(told.recv().is_ok(), "the signal is lost");
    other.join().unwrap();
}
