// Two tasks of the global executor. The one that loses is dropped, and so cancelled.

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    future::or(smol::spawn(near), smol::spawn(far)).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
