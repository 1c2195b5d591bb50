// Refused: done_twice

async fn compute(work: fn() -> u64) -> u64 {
    let first = tokio::task::spawn_blocking(work);
    let second = tokio::task::spawn_blocking(work);
    let _ = first.await;
    second.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
