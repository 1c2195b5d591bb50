// Refused: outlives_the_call

// All calls share one list of messages that wait: whoever gets a lock enters all of them.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

static WAITING: std::sync::Mutex<VecDeque<String>> = std::sync::Mutex::new(VecDeque::new());

fn waiting() -> std::sync::MutexGuard<'static, VecDeque<String>> {
    WAITING.lock().unwrap()
}

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        let some_wait = !waiting().is_empty();
        tokio::select! {
            mut entries = journal.lock(), if some_wait => entries.extend(waiting().drain(..)),
            sent = &mut upload => {
                journal.lock().await.extend(waiting().drain(..));
                return sent;
            }
            Some(message) = messages.recv() => waiting().push_back(message),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
