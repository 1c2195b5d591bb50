// Refused: outlives_the_call

// An upload waits for the end of another one.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

static ALONE: Mutex<()> = Mutex::const_new(());

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let _alone = ALONE.lock().await;
    let mut upload = tokio::spawn(upload);
    loop {
        tokio::select! {
            sent = &mut upload => return sent.unwrap(),
            Some(message) = messages.recv() => journal.lock().await.push(message),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
