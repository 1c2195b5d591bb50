// Refused: never_woken

// The waker of the first poll is kept. Who polls later has another one.

use std::future::poll_fn;
use std::sync::mpsc::{TryRecvError, channel};
use std::task::Poll;
use std::thread;

async fn compute(work: fn() -> u64) -> u64 {
    let mut results = None;
    poll_fn(|context| {
        let results = results.get_or_insert_with(|| {
            let (sender, results) = channel();
            let task = context.waker().clone();
            thread::spawn(move || {
                sender.send(work()).unwrap();
                task.wake();
            });
            results
        });
        match results.try_recv() {
            Ok(result) => Poll::Ready(result),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => panic!("the work panicked"),
        }
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
