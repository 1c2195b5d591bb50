// Refused: outlives_the_call

// Two tasks share one channel for their results.

use std::sync::LazyLock;

use smol::channel::{Receiver, Sender, unbounded};

static ANSWERS: LazyLock<(Sender<u64>, Receiver<u64>)> = LazyLock::new(unbounded);

async fn compute(work: fn() -> u64) -> u64 {
    std::thread::spawn(move || ANSWERS.0.try_send(work()));
    ANSWERS.1.recv().await.expect("the sender is never dropped")
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
