// First a place in the outbox, then the item: between taking the item and putting it into its place there is
// no `await`, so nothing can come between. A place that was not used goes back when the future is dropped.

use tokio::sync::mpsc::{Receiver, Sender};

/// Forwards all items, until the inbox has ended. Dropped at any time and called again, it loses none.
async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Ok(place) = outbox.reserve().await {
        let Some(item) = inbox.recv().await else { return };
        place.send(item);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (source, mut inbox) = tokio::sync::mpsc::channel(3);
    let (outbox, mut sink) = tokio::sync::mpsc::channel(9);
    for item in 1..=3 {
        source.send(item).await.unwrap();
    }
    drop(source);
    forward(&mut inbox, &outbox).await;
    drop(outbox);
    while let Some(item) = sink.recv().await {
        println!("{item}");
    }
}

labs::exercise! {
    #[test]
    fn cancel_safe(forward);
}
