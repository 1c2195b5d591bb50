// Refused: one_after_another

use std::pin::Pin;
use std::time::Duration;

use smol::{Timer, future};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let far = async {
        Timer::after(Duration::from_millis(30)).await;
        far.await
    };
    future::race(near, far).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
