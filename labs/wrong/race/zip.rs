// Refused: waits_for_both

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (near, _far) = future::zip(near, far).await;
    near
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
