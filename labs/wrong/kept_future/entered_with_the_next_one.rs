// Refused: late

// Who waits for the lock is told only when the next message comes.

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
            Some(message) = messages.recv() => {
                kept.push(message);
                if let Ok(mut journal) = journal.try_lock() {
                    journal.append(&mut kept);
                }
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
