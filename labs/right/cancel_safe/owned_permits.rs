// An owned place, and an item that is taken without waiting.

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    loop {
        let Ok(place) = outbox.clone().reserve_owned().await else { return };
        match inbox.try_recv() {
            Ok(item) => drop(place.send(item)),
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => tokio::task::yield_now().await,
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
