// Refused: lost_item

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(place) = outbox.reserve().await {
        let Some(item) = inbox.recv().await else { return };
        tokio::task::yield_now().await;
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
