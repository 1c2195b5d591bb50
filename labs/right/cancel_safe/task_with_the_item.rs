// A task of its own is not dropped: it sends while the future waits for it. Only one may be under way, or
// items would overtake each other, so the next item is taken when the outbox has had a place.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    loop {
        tokio::select! {
            biased;
            place = outbox.reserve() => match place {
                Err(_) => return,
                Ok(place) => match inbox.recv().await {
                    None => return,
                    Some(item) => place.send(item),
                },
            },
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
