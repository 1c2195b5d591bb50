//! The channels of Crossbeam, std and flume, side by side.
//!
//! Article A says that “unlike the standard library's channels, Crossbeam's are optimized and lock-free”.
//! Since Rust 1.67, `std::sync::mpsc` is Crossbeam's algorithm; the two have gone their own ways in details
//! since then. "Lock-free" is a property of the code, which no clock can see; what is measured is the time.
//!
//! Each channel carries the same messages, from threads that have started before the clock does.

use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use crate::harness::measure::time_part;
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study, Verdict};

const MESSAGES: u64 = 200_000;
const SENDERS: u64 = 4;

pub fn study() -> Study {
    let study = Study {
        name: "channels",
        claim: "C9",
        article: "A \"Crossbeam: Thread Coordination\"",
        says: "“Unlike the standard library's channels, Crossbeam's are optimized and lock-free”",
        figure: "no figure",
        rounds: 31,
        ..Study::default()
    };
    study
        .contender("Crossbeam", || {
            use crossbeam::channel::{Receiver, Sender, bounded, unbounded};
            let send = |sender: &Sender<u64>, n| sender.send(n).is_ok();
            let sum = |receiver: Receiver<u64>| receiver.iter().sum();
            outcome([
                each(MESSAGES, 1, unbounded, send, sum),
                each(MESSAGES, 1, || bounded(100), send, sum),
                each(MESSAGES, SENDERS, unbounded, send, sum),
            ])
        })
        .contender("std", || {
            use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
            let send = |sender: &Sender<u64>, n| sender.send(n).is_ok();
            let sum = |receiver: Receiver<u64>| receiver.iter().sum();
            let send_bounded = |sender: &SyncSender<u64>, n| sender.send(n).is_ok();
            outcome([
                each(MESSAGES, 1, channel, send, sum),
                each(MESSAGES, 1, || sync_channel(100), send_bounded, sum),
                each(MESSAGES, SENDERS, channel, send, sum),
            ])
        })
        .contender("flume", || {
            use flume::{Receiver, Sender, bounded, unbounded};
            let send = |sender: &Sender<u64>, n| sender.send(n).is_ok();
            let sum = |receiver: Receiver<u64>| receiver.iter().sum();
            outcome([
                each(MESSAGES, 1, unbounded, send, sum),
                each(MESSAGES, 1, || bounded(100), send, sum),
                each(MESSAGES, SENDERS, unbounded, send, sum),
            ])
        })
        .ratio("std / Crossbeam, unbounded", "std, unbounded", "Crossbeam, unbounded")
        .ratio("std / Crossbeam, 100 places", "std, 100 places", "Crossbeam, 100 places")
        .ratio("std / Crossbeam, 4 senders", "std, 4 senders", "Crossbeam, 4 senders")
        .rule(
            [
                "std / Crossbeam, unbounded",
                "std / Crossbeam, 100 places",
                "std / Crossbeam, 4 senders",
            ],
            verdict,
        )
}

pub fn verdict(ratios: [f64; 3]) -> Verdict {
    let [unbounded, bounded, senders] = ratios;
    // A tenth is less than the same channel differs by from one program to the next.
    let four = if (0.9..=1.1).contains(&senders) {
        "With 4 senders neither is a tenth faster".to_string()
    } else {
        format!("With 4 senders it takes {senders:.2} of it")
    };
    let shown = format!(
        "std takes {unbounded:.2} of Crossbeam's time for a message without a bound, and {bounded:.2} of it \
         with 100 places. {four}"
    );
    let faster = ratios.iter().filter(|&&ratio| ratio > 1.1).count();
    match faster {
        3 => Verdict::holds(shown),
        0 => Verdict::not_here(shown),
        _ => Verdict::holds_but(format!("not for every channel: {shown}")),
    }
}

/// Three times for the three channels, and the sum of all messages, which must be the same for each.
fn outcome(channels: [(f64, u64); 3]) -> anyhow::Result<Outcome> {
    let [(unbounded, one), (bounded, two), (senders, three)] = channels;
    anyhow::ensure!(one == two, "messages were lost: {one} and {two}");
    let outcome = Outcome::new([
        Figure::nanoseconds("unbounded", unbounded),
        Figure::nanoseconds("100 places", bounded),
        Figure::nanoseconds("4 senders", senders),
    ]);
    Ok(outcome.computed("the sum of the messages", one + three))
}

/// Returns the nanoseconds for each message from `senders` threads to this one, and the messages' sum.
pub fn each<S: Clone + Send, R>(
    messages: u64,
    senders: u64,
    channel: impl Fn() -> (S, R),
    send: impl Fn(&S, u64) -> bool + Copy + Send,
    sum: impl Fn(R) -> u64,
) -> (f64, u64) {
    let mut total = 0;
    let nanoseconds = time_part(|| {
        let all_there = Barrier::new(senders as usize + 1);
        thread::scope(|s| {
            let (sender, receiver) = channel();
            for _ in 0..senders {
                let (sender, all_there) = (sender.clone(), &all_there);
                s.spawn(move || {
                    all_there.wait();
                    (0..messages / senders).all(|number| send(&sender, number))
                });
            }
            drop(sender); // The sum is complete when the last sender is gone.
            all_there.wait();
            let start = Instant::now();
            total = sum(receiver);
            start.elapsed() // The scope joins the threads after this.
        })
    });
    (nanoseconds / messages as f64, total)
}
