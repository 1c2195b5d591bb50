// `or` polls both futures whenever the task is woken, and returns the first output. It owns them, so the other
// one is dropped with it.

use std::pin::Pin;
use std::time::{Duration, Instant};

use smol::{Timer, future};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

/// Returns the first answer. The other request is dropped.
async fn first(near: Request, far: Request) -> String {
    future::or(near, far).await
}

fn request(mirror: &'static str, takes: Duration) -> Request {
    Box::pin(async move {
        Timer::after(takes).await;
        format!("answer from {mirror}")
    })
}

fn main() {
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
