// Refused: lost_item

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    for _ in 0..300 {
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
