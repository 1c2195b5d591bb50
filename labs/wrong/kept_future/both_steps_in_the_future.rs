// Refused: lost_message

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        let enter_next = async {
            match messages.recv().await {
                Some(message) => journal.lock().await.push(message),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            sent = &mut upload => return sent,
            () = enter_next => {}
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
