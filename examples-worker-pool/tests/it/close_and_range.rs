//! Who ends a channel, and what each side learns of it.

use std::{panic, thread};

use crossbeam::channel;
use examples_testing::watched;
use examples_worker_pool::close_and_range::sum_of_two_producers;

#[test]
fn the_later_producer_ends_the_channel_whichever_it_is() {
    for _ in 0..200 {
        assert_eq!(watched("the channel to end", sum_of_two_producers), 20_100);
    }
}

#[test]
fn a_producer_that_panics_drops_its_sender_too() {
    let (sender, numbers) = channel::unbounded();
    let producer = thread::spawn(move || {
        sender.send(1).unwrap();
        panic::resume_unwind(Box::new("on purpose"));
    });
    assert_eq!(watched("the channel to end", move || numbers.iter().collect::<Vec<_>>()), [1]);
    assert!(producer.join().is_err());
}

#[test]
fn a_sender_learns_that_the_receiver_is_gone_and_keeps_its_message() {
    let (sender, receiver) = channel::bounded(1);
    drop(receiver);
    assert_eq!(sender.send("tea"), Err(channel::SendError("tea")));
}
