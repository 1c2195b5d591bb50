// Refused: never_woken

// If the work ends after the look at the channel and before the waker is there, nobody wakes the task.

use std::future::poll_fn;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;

async fn compute(work: fn() -> u64) -> u64 {
    let task: Arc<Mutex<Option<Waker>>> = Arc::default();
    let (sender, results) = channel();
    let its_task = Arc::clone(&task);
    thread::spawn(move || {
        sender.send(work()).unwrap();
        its_task.lock().unwrap().take().map(Waker::wake);
    });
    poll_fn(|context| {
        if let Ok(result) = results.try_recv() {
            return Poll::Ready(result);
        }
        *task.lock().unwrap() = Some(context.waker().clone());
        Poll::Pending
    })
    .await
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
