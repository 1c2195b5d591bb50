// Refused: blocks_the_executor

// It gives the work ten milliseconds, in which no other task runs.

async fn compute(work: fn() -> u64) -> u64 {
    let task = tokio::task::spawn_blocking(work);
    std::thread::sleep(std::time::Duration::from_millis(10));
    task.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
