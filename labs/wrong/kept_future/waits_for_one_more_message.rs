// Refused: never_ends

// Whether the upload has ended, it asks only when a message has come.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let upload = tokio::spawn(upload);
    while let Some(message) = messages.recv().await {
        journal.lock().await.push(message);
        if upload.is_finished() {
            break;
        }
    }
    upload.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
