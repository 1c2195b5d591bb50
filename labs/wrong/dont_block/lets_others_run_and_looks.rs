// Refused: busy_waiting

// The task looks again and again, and lets others run in between.

use tokio::task::{spawn_blocking, yield_now};

async fn compute(work: fn() -> u64) -> u64 {
    let task = spawn_blocking(work);
    while !task.is_finished() {
        yield_now().await;
    }
    task.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
