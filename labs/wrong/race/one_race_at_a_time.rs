// Refused: outlives_the_call

// A race waits for the end of another one.

use std::pin::Pin;

use smol::future;
use smol::lock::Mutex;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

static ALONE: Mutex<()> = Mutex::new(());

async fn first(near: Request, far: Request) -> String {
    let _alone = ALONE.lock().await;
    future::or(near, far).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
