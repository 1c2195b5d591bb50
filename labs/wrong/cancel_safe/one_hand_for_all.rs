// Refused: lost_item

// The item in hand lies in a static. With two outboxes, it may get into the wrong one.

use std::sync::Mutex;

use tokio::sync::mpsc::{Receiver, Sender};

static HAND: Mutex<Vec<u64>> = Mutex::new(Vec::new());

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    loop {
        if HAND.lock().unwrap().is_empty() {
            let Some(item) = inbox.recv().await else { return };
            HAND.lock().unwrap().push(item);
        }
        let Ok(place) = outbox.reserve().await else { return };
        HAND.lock().unwrap().pop().map(|item| place.send(item));
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
