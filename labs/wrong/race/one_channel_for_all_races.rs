// Refused: outlives_the_call

// The answers of all races go through one channel, so a race may get that of another.

use std::pin::Pin;
use std::sync::LazyLock;

use smol::channel::{Receiver, Sender, unbounded};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

static ANSWERS: LazyLock<(Sender<String>, Receiver<String>)> = LazyLock::new(unbounded);

async fn first(near: Request, far: Request) -> String {
    let ask = |request: Request| {
        smol::spawn(async move {
            let _ = ANSWERS.0.send(request.await).await;
        })
    };
    let _tasks = [ask(near), ask(far)];
    let answer = ANSWERS.1.recv().await.unwrap();
    while ANSWERS.1.try_recv().is_ok() {}
    answer
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
