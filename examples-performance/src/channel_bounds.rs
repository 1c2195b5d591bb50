//! Series: the time of a message through a channel, by the number of its places.
//!
//! With few places the two threads must wake each other for nearly every message. All three channels
//! carry the same messages from one thread to another, in the function that `channels` uses.

use crate::channels::each;
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study};

const BOUNDS: [usize; 6] = [1, 10, 100, 1_000, 10_000, 100_000];

pub fn study() -> Study {
    let mut study = Study {
        name: "channel_bounds",
        article: "B \"Crossbeam\"",
        says: "the time of a message from one thread to another, by the channel's places",
        rounds: 9,
        ..Study::default()
    };
    for bound in BOUNDS {
        // Few places take long for each message, and many take few messages' time to fill.
        let messages = if bound < 100 { 10_000 } else { 50_000 };
        let point = move |(nanoseconds, sum): (f64, u64)| {
            let figure = Figure::nanoseconds("time of a message", nanoseconds).at(bound);
            Ok(Outcome::new([figure]).computed(format!("the sum of {messages}"), sum))
        };
        study = study
            .contender("Crossbeam", move || {
                use crossbeam::channel::{Receiver, Sender, bounded};
                let send = |sender: &Sender<u64>, n| sender.send(n).is_ok();
                point(each(messages, 1, || bounded(bound), send, |r: Receiver<u64>| r.iter().sum()))
            })
            .contender("std", move || {
                use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
                let send = |sender: &SyncSender<u64>, n| sender.send(n).is_ok();
                point(each(
                    messages,
                    1,
                    || sync_channel(bound),
                    send,
                    |r: Receiver<u64>| r.iter().sum(),
                ))
            })
            .contender("flume", move || {
                use flume::{Receiver, Sender, bounded};
                let send = |sender: &Sender<u64>, n| sender.send(n).is_ok();
                point(each(messages, 1, || bounded(bound), send, |r: Receiver<u64>| r.iter().sum()))
            });
    }
    study
}
