// Refused: lost_update

// It changes a copy of the journal, and puts it back later.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut upload = tokio::spawn(upload);
    loop {
        tokio::select! {
            sent = &mut upload => return sent.unwrap(),
            Some(message) = messages.recv() => {
                let mut copy = journal.lock().await.clone();
                tokio::task::yield_now().await;
                copy.push(message);
                *journal.lock().await = copy;
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
