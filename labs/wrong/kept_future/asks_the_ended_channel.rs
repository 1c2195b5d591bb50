// Refused: busy_waiting

// A channel that has ended is ready each time it is asked.

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
            message = messages.recv() => match message {
                Some(message) => journal.lock().await.push(message),
                None => tokio::task::yield_now().await,
            },
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
