// Refused: left_behind

// It waits for ten minutes, and no longer.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;

async fn compute(work: fn() -> u64) -> u64 {
    let result = timeout(Duration::from_secs(600), spawn_blocking(work)).await;
    result.map_or(0, Result::unwrap)
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
