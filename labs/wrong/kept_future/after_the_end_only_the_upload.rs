// Refused: late

// The channel ends while a message waits for the lock.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver};

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut kept = Vec::new();
    let sent = loop {
        tokio::select! {
            sent = &mut upload => break sent,
            mut journal = journal.lock(), if !kept.is_empty() => journal.append(&mut kept),
            message = messages.recv() => match message {
                Some(message) => kept.push(message),
                None => break upload.await,
            }
        }
    };
    journal.lock().await.append(&mut kept);
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
