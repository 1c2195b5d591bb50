// A thread that may block runs both futures, and the task awaits that thread.

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    smol::unblock(|| smol::block_on(future::or(near, far))).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
