// A future that is kept and not polled. About 15 minutes.
//
// `watch` runs an upload to its end, and returns what it returns. Meanwhile it enters each message that comes
// in the journal. The upload writes into this journal, too. If it queues for the lock when a message comes,
// all stands still: the upload is next, and nobody polls it. Let both get on, on this one thread. A message waits
// for the lock and for the messages before it, but neither for the end of the upload nor for messages after it. What
// `watch` takes out of the channel it enters before it returns, in the order in which it came. `watch` may queue for
// the lock anew each time. The messages may end before the upload does, or after it. Other tasks may call `watch`, too.
//
// Read: cargo page tokio/kept_future

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver};

type Journal = Arc<Mutex<Vec<String>>>;
type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

/// Runs the upload, and enters the messages that come meanwhile. Returns when the upload has ended.
async fn watch(mut upload: Upload, messages: &mut Receiver<String>, journal: Journal) -> u64 {
    loop {
        tokio::select! {
            sent = &mut upload => return sent,
            Some(message) = messages.recv() => {
                // TODO: Who polls the upload, while this waits for the lock?
                journal.lock().await.push(message);
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
