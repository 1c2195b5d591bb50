// Refused: goes_on

use std::pin::Pin;

use smol::channel;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (sender, receiver) = channel::bounded(2);
    for request in [near, far] {
        let sender = sender.clone();
        smol::spawn(async move { sender.send(request.await).await }).detach();
    }
    receiver.recv().await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
