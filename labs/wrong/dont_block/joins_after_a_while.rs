// Refused: blocks_the_executor

// It looks whether the work has ended, but not for long.

use std::thread;
use std::time::Duration;

use tokio::time::sleep;

async fn compute(work: fn() -> u64) -> u64 {
    let worker = thread::spawn(work);
    for _ in 0..60 {
        if worker.is_finished() {
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    worker.join().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
