// The first answer wins. About 10 minutes.
//
// Two mirrors have the same file. Let both requests be under way at the same time, and return the answer that comes
// first. The other request is then of no use: drop it, or cancel its task, so that it is dropped soon after `first` has
// returned. An executor of smol may run the requests. Do not block the thread, and do not ask again and again for the
// answers, even if other tasks run in between: they may call `first`, too.
//
// Read: cargo page smol/race

use std::pin::Pin;
use std::time::{Duration, Instant};

use smol::Timer;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

/// Returns the first answer. The other request is dropped.
async fn first(near: Request, far: Request) -> String {
    // TODO: The far mirror is not even asked.
    drop(far);
    near.await
}

fn request(mirror: &'static str, takes: Duration) -> Request {
    Box::pin(async move {
        Timer::after(takes).await;
        format!("answer from {mirror}")
    })
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let start = Instant::now();
    let near = request("near", Duration::from_millis(300));
    let far = request("far", Duration::from_millis(100));
    let answer = smol::block_on(first(near, far));
    println!("{answer} after {} ms", start.elapsed().as_millis());
}

labs::exercise! {
    #[test]
    fn race(first);
}
