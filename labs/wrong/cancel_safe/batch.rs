// Refused: lost_item

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    let mut items = Vec::new();
    while inbox.recv_many(&mut items, 8).await > 0 {
        for item in items.drain(..) {
            if outbox.send(item).await.is_err() {
                return;
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
