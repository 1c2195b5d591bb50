// Refused: blocks_the_executor

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

static TAKEN: AtomicBool = AtomicBool::new(false);

async fn compute(work: fn() -> u64) -> u64 {
    if TAKEN.swap(true, SeqCst) {
        return work(); // The other place is taken.
    }
    let result = tokio::task::spawn_blocking(work).await;
    TAKEN.store(false, SeqCst);
    result.unwrap_or_default()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
