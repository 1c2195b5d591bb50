// Refused: dropped_too_early

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    match future::poll_once(near).await {
        Some(answer) => answer,
        None => far.await,
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
