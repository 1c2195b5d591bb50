// `race` is fair: it polls the two in random order.

use std::pin::Pin;

use smol::future::FutureExt;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    near.race(far).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
