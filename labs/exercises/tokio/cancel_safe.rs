// A future that may be dropped at any `await`. About 15 minutes.
//
// `forward` takes items from the inbox and puts them into the outbox until the inbox ends. Its caller may
// drop the future while it waits (a time-out does, and `select!`), and calls it again later, with the
// same inbox and outbox, which may have moved in memory. No item may be lost, and all must arrive in their order.
// Others may send into the same outbox, or forward items from other inboxes to other outboxes, at the same time. While
// `forward` waits, it may keep one place in the outbox, and not more. The outbox stays open.
//
// Read: cargo page tokio/timeout_and_cancel

use tokio::sync::mpsc::{Receiver, Sender};

/// Forwards all items, until the inbox has ended. Dropped at any time and called again, it loses none.
async fn forward(inbox: &mut Receiver<u64>, outbox: &Sender<u64>) {
    while let Some(item) = inbox.recv().await {
        // TODO: If the future is dropped here, who has the item?
        if outbox.send(item).await.is_err() {
            return;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
