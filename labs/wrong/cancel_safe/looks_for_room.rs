// Refused: lost_item

// It waits for room, and does not keep it: another sender may take it before the item comes.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while outbox.reserve().await.is_ok() {
        let Some(item) = inbox.recv().await else { return };
        let _ = outbox.send(item).await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
