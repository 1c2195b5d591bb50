// Refused: outlives_the_call

// The ninth race at the same time only begins when another has ended.

use std::pin::Pin;

use smol::future;
use smol::lock::Semaphore;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

static PLACES: Semaphore = Semaphore::new(8);

async fn first(near: Request, far: Request) -> String {
    let _place = PLACES.acquire().await;
    future::race(near, far).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
