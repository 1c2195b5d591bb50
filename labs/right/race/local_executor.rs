// Tasks of an executor that is dropped at the end, and all its tasks with it.

use std::pin::Pin;

use smol::{LocalExecutor, channel};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let executor = LocalExecutor::new();
    let (sender, receiver) = channel::bounded(2);
    for request in [near, far] {
        let sender = sender.clone();
        executor.spawn(async move { sender.send(request.await).await }).detach();
    }
    executor.run(receiver.recv()).await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
