// Refused: blocks_the_executor

// Only if two tasks call it at the same time does the lock of std stop the thread that runs both.

use std::sync::{Mutex, mpsc};

use tokio::sync::oneshot;

static TURN: Mutex<()> = Mutex::new(());

async fn compute(work: fn() -> u64) -> u64 {
    drop(TURN.lock().unwrap());
    let (sender, result) = oneshot::channel();
    let (begins, has_begun) = mpsc::channel();
    std::thread::spawn(move || {
        let _turn = TURN.lock().unwrap();
        begins.send(()).unwrap();
        let _ = sender.send(work());
    });
    has_begun.recv().unwrap();
    result.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
