// Refused: kept_and_not_polled

// The branch waits for room, the task that makes room waits for the lock, and the upload, which is next, is not polled.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver};

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let (to_writer, mut taken) = mpsc::channel(8);
    let writer = tokio::spawn(async move {
        while let Some(message) = taken.recv().await {
            journal.lock().await.push(message);
        }
    });
    let sent = loop {
        tokio::select! {
            sent = &mut upload => break sent,
            Some(message) = messages.recv() => to_writer.send(message).await.unwrap(),
        }
    };
    drop(to_writer);
    writer.await.unwrap();
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
