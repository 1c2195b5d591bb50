// Refused: blocks_the_executor

async fn compute(work: fn() -> u64) -> u64 {
    let future = async move { work() };
    future.await
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
