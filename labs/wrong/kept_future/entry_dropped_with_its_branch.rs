// Refused: lost_message

// When the upload ends, the other branch may have a message.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver};

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let entries = async {
        while let Some(message) = messages.recv().await {
            journal.lock().await.push(message);
        }
        std::future::pending().await
    };
    smol::future::or(upload, entries).await
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
