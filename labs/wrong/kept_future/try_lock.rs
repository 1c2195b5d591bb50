// Refused: lost_message

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        tokio::select! {
            sent = &mut upload => return sent,
            Some(message) = messages.recv() => {
                if let Ok(mut journal) = journal.try_lock() {
                    journal.push(message);
                }
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
