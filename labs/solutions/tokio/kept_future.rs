// A task of its own: the runtime polls the upload, whatever this function awaits. What is kept here is only its
// handle, which holds no place in any queue. A message is safe, too: once it is taken, nothing drops the branch.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver};

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

/// Runs the upload, and enters the messages that come meanwhile. Returns when the upload has ended.
async fn watch(upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    let mut upload = tokio::spawn(upload);
    loop {
        tokio::select! {
            sent = &mut upload => return sent.expect("the upload does not panic"),
            Some(message) = messages.recv() => journal.lock().await.push(message),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (sender, mut messages) = mpsc::channel(1);
    let journal = Journal::default();
    let guard = Arc::clone(&journal).lock_owned().await;
    let writes = Arc::clone(&journal);
    let upload = Box::pin(async move {
        writes.lock().await.push("the upload begins".into());
        300
    });
    let others = async {
        tokio::task::yield_now().await; // Now the upload queues for the lock.
        sender.send("disk almost full".to_string()).await.unwrap();
        tokio::task::yield_now().await; // Now `watch` has the message.
        drop(guard);
    };
    let (sent, ()) = tokio::join!(watch(upload, &mut messages, Arc::clone(&journal)), others);
    println!("{sent} sent, journal: {:?}", journal.lock().await);
}

labs::exercise! {
    #[test]
    fn kept_future(watch);
}
