use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut entries = tokio::task::JoinSet::new();
    let sent = loop {
        tokio::select! {
            sent = &mut upload => break sent,
            Some(message) = messages.recv() => {
                let journal = Arc::clone(&journal);
                entries.spawn(async move { journal.lock().await.push(message) });
            }
        }
    };
    entries.join_all().await;
    sent
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
