// Refused: blocks_the_executor

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    smol::block_on(future::or(near, far))
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
