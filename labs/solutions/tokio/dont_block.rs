// `spawn_blocking` has threads of its own for work that never awaits. Its handle is awaited, so this task
// makes room for others.

/// Returns what `work` returns. Other tasks run meanwhile.
async fn compute(work: fn() -> u64) -> u64 {
    tokio::task::spawn_blocking(work).await.expect("the work does not panic")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", compute(|| (1..=1_000_000).sum()).await);
}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
