// Refused: panicked

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
        tokio::time::timeout(std::time::Duration::from_secs(1), journal.lock())
            .await
            .unwrap()
            .append(&mut waiting);
    }
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
