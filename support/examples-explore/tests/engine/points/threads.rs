use examples_engine::prelude::std;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

use super::{ensure, finds};

#[test]
fn before_a_thread_ends() {
    finds("not ended", || {
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(move || {
            sender.send(1).unwrap();
            std::mem::forget(sender);
        });
        receiver.recv().unwrap();
        ensure(thread.is_finished(), "not ended")
    });
}

#[test]
fn before_a_thread_of_a_scope_ends() {
    finds("not ended", || {
        let flag = AtomicBool::new(false);
        thread::scope(|s| {
            let thread = s.spawn(|| flag.store(true, SeqCst));
            ensure(!flag.load(SeqCst) || thread.is_finished(), "not ended")
        })
    });
}

#[test]
fn a_new_thread_runs_at_once_or_later() {
    finds("at once", || ensure(!flag_is_set(), "at once"));
    finds("later", || ensure(flag_is_set(), "later"));
}

fn flag_is_set() -> bool {
    let flag = AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(|| flag.store(true, SeqCst));
        flag.load(SeqCst)
    })
}
