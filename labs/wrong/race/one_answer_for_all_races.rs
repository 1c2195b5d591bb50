// Refused: outlives_the_call

// The answer lies in a static, where another race may put its own.

use std::pin::Pin;
use std::sync::Mutex;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

static ANSWER: Mutex<String> = Mutex::new(String::new());

async fn first(near: Request, far: Request) -> String {
    let asks = |request: Request| async {
        *ANSWER.lock().unwrap() = request.await;
    };
    future::or(asks(near), asks(far)).await;
    future::yield_now().await;
    ANSWER.lock().unwrap().clone()
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
