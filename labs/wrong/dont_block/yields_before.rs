// Refused: blocks_the_executor

async fn compute(work: fn() -> u64) -> u64 {
    tokio::task::yield_now().await;
    let result = work();
    tokio::task::yield_now().await;
    result
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
