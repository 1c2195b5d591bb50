// Refused: never_woken

// It looks whether an item and room are there, and nothing wakes it when they come.

use std::future::poll_fn;
use std::task::Poll;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{Receiver, Sender};

async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    poll_fn(|_| {
        while let Ok(place) = outbox.try_reserve() {
            match inbox.try_recv() {
                Ok(item) => place.send(item),
                Err(TryRecvError::Empty) => return Poll::Pending,
                Err(TryRecvError::Disconnected) => return Poll::Ready(()),
            }
        }
        Poll::Pending
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
