// Refused: keeps_places

// While no item comes, nobody else can send into the outbox.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(places) = outbox.reserve_many(outbox.max_capacity()).await {
        for place in places {
            let Some(item) = inbox.recv().await else { return };
            place.send(item);
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
