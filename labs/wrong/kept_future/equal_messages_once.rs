// Refused: lost_message

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut waiting = std::collections::VecDeque::new();
    loop {
        tokio::select! {
            sent = &mut upload => {
                journal.lock().await.extend(waiting);
                return sent;
            }
            Some(message) = messages.recv() => waiting.push_back(message),
            () = async {}, if !waiting.is_empty() => {
                let short = std::time::Duration::from_millis(50);
                if let Ok(mut journal) = tokio::time::timeout(short, journal.lock()).await {
                    journal.extend({ let mut all: Vec<_> = waiting.drain(..).collect(); all.dedup(); all.into_iter() });
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
