// Refused: panicked

use tokio::sync::mpsc::{Receiver, Sender};

/// Forwards all items, until the inbox has ended. Dropped at any time and called again, it loses none.
async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(place) =
        tokio::time::timeout(std::time::Duration::from_secs(1), outbox.reserve()).await.unwrap()
    {
        let Some(item) = inbox.recv().await else { return };
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
