// Refused: lost_message

// When the upload has ended, it empties the channel.

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
            sent = &mut upload => {
                while messages.try_recv().is_ok() {}
                return sent.unwrap();
            }
            Some(message) = messages.recv() => journal.lock().await.push(message),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
