// Refused: never_ends

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let entering = async {
        while let Some(message) = messages.recv().await {
            journal.lock().await.push(message);
        }
    };
    tokio::join!(upload, entering).0
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
