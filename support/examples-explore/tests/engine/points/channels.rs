use crossbeam::channel;
use examples_engine::prelude::{crossbeam, std};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use super::{ensure, finds};

#[test]
fn before_the_last_sender_is_dropped() {
    finds("open", || {
        let ((sender, receiver), flag) = (mpsc::channel::<u32>(), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                flag.store(true, SeqCst);
                drop(sender);
            });
            if !flag.load(SeqCst) {
                return Ok(());
            }
            ensure(receiver.try_recv() == Err(TryRecvError::Disconnected), "open")
        })
    });
}

#[test]
fn before_the_receiver_is_dropped() {
    finds("open", || {
        let ((sender, receiver), flag) = (channel::unbounded(), AtomicBool::new(false));
        thread::scope(|s| {
            s.spawn(|| {
                flag.store(true, SeqCst);
                drop(receiver);
            });
            ensure(!flag.load(SeqCst) || sender.send(1).is_err(), "open")
        })
    });
}

#[test]
fn between_two_messages() {
    finds("not both", || {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || (1..=2).for_each(|number| sender.send(number).unwrap()));
        receiver.recv().unwrap();
        ensure(receiver.try_recv().is_ok(), "not both")
    });
}

#[test]
fn after_a_message_was_sent() {
    finds("shared", || {
        let (value, (sender, receiver)) = (Arc::new(1), mpsc::channel());
        let theirs = Arc::clone(&value);
        thread::spawn(move || {
            sender.send(*theirs).unwrap();
            drop(theirs);
            drop(sender);
        });
        receiver.recv().unwrap();
        ensure(Arc::try_unwrap(value).is_ok(), "shared")
    });
}

#[test]
fn before_a_message_is_taken() {
    finds("taken", || {
        let (sender, receiver) = channel::unbounded();
        sender.send(1).unwrap();
        thread::scope(|s| {
            let theirs = s.spawn(|| receiver.try_recv().ok());
            let is_there = !receiver.is_empty();
            let mine = receiver.try_recv().ok();
            theirs.join().unwrap();
            ensure(!is_there || mine.is_some(), "taken")
        })
    });
}

#[test]
fn any_arm_that_is_ready_is_selected() {
    finds("b", || {
        let (a, b) = (channel::unbounded(), channel::unbounded());
        a.0.send('a').unwrap();
        b.0.send('b').unwrap();
        crossbeam::select! {
            recv(a.1) -> _ => Ok(()),
            recv(b.1) -> _ => Err("b"),
        }
    });
}
