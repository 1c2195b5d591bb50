// Refused: blocks_the_executor

// While nothing is there, it stops the thread of all tasks for a moment.

use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(place) = outbox.reserve().await {
        if inbox.is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let Some(item) = inbox.recv().await else { return };
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
