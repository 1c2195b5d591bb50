// Refused: kept_and_not_polled

use std::future::{self, Future};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        tokio::select! {
            sent = &mut upload => return sent,
            Some(message) = messages.recv() => {
                let polled = future::poll_fn(|context| Poll::Ready(upload.as_mut().poll(context)));
                if let Poll::Ready(sent) = polled.await {
                    journal.lock().await.push(message);
                    return sent;
                }
                journal.lock().await.push(message);
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
