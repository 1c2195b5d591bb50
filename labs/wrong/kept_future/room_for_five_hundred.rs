// Refused: kept_and_not_polled

// The branch of `select!` waits for room where a task takes messages that waits for the lock.

use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<String>(512);
    let entries = tokio::spawn(async move {
        while let Some(message) = receiver.recv().await {
            journal.lock().await.push(message);
        }
    });
    let sent = loop {
        tokio::select! {
            sent = &mut upload => break sent,
            Some(message) = messages.recv() => sender.send(message).await.unwrap(),
        }
    };
    drop(sender);
    entries.await.unwrap();
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
