// Refused: blocks_the_executor

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Some(item) = inbox.recv().await {
        outbox.blocking_send(item).unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
