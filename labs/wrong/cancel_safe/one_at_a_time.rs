// Refused: outlives_the_call

// While one task forwards, the calls of all others wait.

use tokio::sync::Mutex;
use tokio::sync::mpsc::{Receiver, Sender};

static ALONE: Mutex<()> = Mutex::const_new(());

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    let _alone = ALONE.lock().await;
    while let Ok(place) = outbox.reserve().await {
        let Some(item) = inbox.recv().await else { return };
        place.send(item);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
