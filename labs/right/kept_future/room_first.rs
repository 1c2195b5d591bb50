use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        // A place in the journal first, then the message: nothing is in hand while this waits.
        tokio::select! {
            sent = &mut upload => return sent,
            mut journal = async {
                while messages.is_empty() {
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                journal.lock().await
            } => journal.push(messages.try_recv().unwrap()),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
