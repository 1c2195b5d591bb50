// Refused: lost_item

// After some items it lets others run, with an item in its hands.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    let mut forwarded = 0;
    while let Ok(place) = outbox.reserve().await {
        let Some(item) = inbox.recv().await else { return };
        forwarded += 1;
        if forwarded % 32 == 0 {
            tokio::task::yield_now().await;
        }
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
