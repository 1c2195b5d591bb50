// Refused: wrong_result

// An `f64` has no room for a large result.

use tokio::sync::watch;

async fn compute(work: fn() -> u64) -> u64 {
    let (sender, mut result) = watch::channel(f64::NAN);
    std::thread::spawn(move || sender.send(work() as f64));
    let result = result.wait_for(|result| !result.is_nan()).await.expect("the worker sends");
    *result as u64
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
