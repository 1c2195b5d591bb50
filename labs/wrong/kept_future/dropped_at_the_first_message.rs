// Refused: task_dropped

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    tokio::select! {
        sent = upload => sent,
        Some(message) = messages.recv() => {
            journal.lock().await.push(message);
            300
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
