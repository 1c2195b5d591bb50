// Refused: left_behind

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Some(item) = inbox.recv().await {
        let outbox = outbox.clone();
        tokio::spawn(async move { _ = outbox.send(item).await });
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
