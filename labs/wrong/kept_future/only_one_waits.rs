// Refused: lost_message

// Only one message waits for the lock: the next one takes its place.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut upload = tokio::spawn(upload);
    let mut waits = None;
    loop {
        let enter = async {
            match &waits {
                Some(_) => journal.lock().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            sent = &mut upload => {
                if let Some(message) = waits {
                    journal.lock().await.push(message);
                }
                return sent.unwrap();
            }
            mut journal = enter => journal.extend(waits.take()),
            Some(message) = messages.recv() => waits = Some(message),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
