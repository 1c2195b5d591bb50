use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut waiting = Vec::new();
    let sent = loop {
        tokio::select! {
            sent = &mut upload => break sent,
            Some(message) = messages.recv() => waiting.push(message),
            mut journal = journal.lock(), if !waiting.is_empty() => journal.append(&mut waiting),
        }
    };
    if !waiting.is_empty() {
        journal.lock().await.append(&mut waiting);
    }
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
