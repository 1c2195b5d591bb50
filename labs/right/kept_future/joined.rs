use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let (ended, mut has_ended) = tokio::sync::oneshot::channel();
    let uploading = async {
        let sent = upload.await;
        let _ = ended.send(());
        sent
    };
    let entering = async {
        loop {
            tokio::select! {
                _ = &mut has_ended => return,
                Some(message) = messages.recv() => journal.lock().await.push(message),
            }
        }
    };
    tokio::join!(uploading, entering).0
}

fn main() {}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
