// Refused: goes_on

use std::pin::Pin;
use std::thread;

use smol::channel;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let (sender, receiver) = channel::bounded(2);
    for request in [near, far] {
        let sender = sender.clone();
        thread::spawn(move || sender.send_blocking(smol::block_on(request)));
    }
    receiver.recv().await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
