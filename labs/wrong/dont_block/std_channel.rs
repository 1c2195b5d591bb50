// Refused: blocks_the_executor

use std::sync::mpsc;

async fn compute(work: fn() -> u64) -> u64 {
    let (sender, receiver) = mpsc::channel();
    tokio::task::spawn_blocking(move || sender.send(work()).unwrap());
    receiver.recv().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
