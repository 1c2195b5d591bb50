// Rayon's threads work; a oneshot brings the result back.

use tokio::sync::oneshot;

async fn compute(work: fn() -> u64) -> u64 {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || sender.send(work()).unwrap());
    receiver.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
