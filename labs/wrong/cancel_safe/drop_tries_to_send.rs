// Refused: lost_item

// The item is sent when the future is dropped, if there is room then.

use tokio::sync::mpsc::{Receiver, Sender};

struct InHand<'a> {
    item: Option<u64>,
    outbox: &'a Sender<u64>,
}

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.item.take().map(|item| self.outbox.try_send(item));
    }
}

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Some(item) = inbox.recv().await {
        let mut hand = InHand { item: Some(item), outbox };
        let Ok(place) = outbox.reserve().await else { return };
        hand.item.take().map(|item| place.send(item));
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
