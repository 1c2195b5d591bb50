use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut waiting = std::collections::VecDeque::new();
    loop {
        tokio::select! {
            biased; // By chance, an entry would keep the upload from being polled.
            sent = &mut upload => {
                journal.lock().await.extend(waiting);
                return sent;
            }
            Some(message) = messages.recv() => waiting.push_back(message),
            () = async {}, if !waiting.is_empty() => {
                let short = std::time::Duration::from_millis(50);
                if let Ok(mut journal) = tokio::time::timeout(short, journal.lock()).await {
                    journal.extend(waiting.drain(..));
                }
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
