// Refused: lost_item

// After many items Tokio lets others run, and then it waits with an item in its hands.

use tokio::sync::mpsc::{Receiver, Sender};
use tokio::task::consume_budget;

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(place) = outbox.reserve().await {
        let Some(item) = inbox.recv().await else { return };
        consume_budget().await;
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
