// Refused: wrong_order

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut kept = Vec::new();
    loop {
        tokio::select! {
            sent = &mut upload => {
                journal.lock().await.append(&mut kept);
                return sent;
            }
            Some(message) = messages.recv() => kept.insert(0, message),
            mut journal = journal.lock(), if kept.len() > 1 => journal.append(&mut kept),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
