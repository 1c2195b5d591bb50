use std::{iter, thread};

use examples_testing::watched;
use examples_tokio::async_channels::{announcements, board, orders};
use tokio::sync::{Notify, mpsc};
use tokio::task;

use crate::runtime::run;

#[test]
fn each_kind_of_channel_delivers_what_it_promises() {
    for _ in 0..50 {
        assert_eq!(run("the cook", orders), (4, 8, 12));
    }
    let (attentive, dozing) = run("four announcements", announcements);
    assert_eq!(attentive.len(), 4);
    assert_eq!(dozing[0], "(missed 2)");
    assert_eq!(dozing[1..], attentive[2..]);
    assert_eq!(run("the board", board), ["tomato soup", "onion soup", "pancakes"]);
}

/// The channel has methods that block.
fn between_threads() -> Vec<u32> {
    thread::scope(|s| {
        let (sender, mut receiver) = mpsc::channel(2);
        s.spawn(move || (1..=5).try_for_each(|dishes| sender.blocking_send(dishes)));
        iter::from_fn(|| receiver.blocking_recv()).collect()
    })
}

#[test]
fn two_threads_need_no_runtime_for_a_channel() {
    assert_eq!(watched("five numbers", between_threads), [1, 2, 3, 4, 5]);
}

#[test]
#[should_panic(expected = "Cannot block the current thread from within a runtime")]
fn a_task_must_not_block_on_a_channel() {
    run("a panic", || async { between_threads() });
}

/// `Notify` is no channel: it remembers that it was told, and not how often.
#[test]
fn a_notify_keeps_one_permit_and_not_two() {
    run("a permit", || async {
        let told = Notify::new();
        told.notify_one();
        told.notify_one();
        told.notified().await;
        // `notify_waiters` tells those who wait now, and leaves nothing behind.
        told.notify_waiters();
        let mut second = task::spawn(async move { told.notified().await });
        for _ in 0..1_000 {
            tokio::select! {
                biased;
                _ = &mut second => panic!("there was one permit"),
                () = task::yield_now() => {}
            }
        }
        second.abort();
    });
}
