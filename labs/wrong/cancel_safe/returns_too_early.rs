// Refused: lost_item

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(item) = inbox.try_recv() {
        let _ = outbox.try_send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
