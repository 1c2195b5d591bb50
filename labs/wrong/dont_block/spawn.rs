// Refused: blocks_the_executor

async fn compute(work: fn() -> u64) -> u64 {
    tokio::spawn(async move { work() }).await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
