// A thread with a name, and Tokio's channel, into which a thread may send.

async fn compute(work: fn() -> u64) -> u64 {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    std::thread::Builder::new()
        .name("worker".into())
        .spawn(move || sender.blocking_send(work()).unwrap())
        .unwrap();
    receiver.recv().await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
