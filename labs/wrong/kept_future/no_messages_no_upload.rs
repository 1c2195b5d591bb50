// Refused: returns_too_early

// When no more messages come, it takes the upload for ended.

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
            message = messages.recv() => {
                let Some(message) = message else { return 300 };
                journal.lock().await.push(message);
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
