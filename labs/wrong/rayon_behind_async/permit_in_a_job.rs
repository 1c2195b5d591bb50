// Refused: deadlock

// The thread that waits in `scope` with the permit runs another job, which wants the permit too.

use std::panic::catch_unwind;
use std::sync::{LazyLock, Mutex};

use crossbeam::channel::{self, Receiver, Sender};

static PERMITS: LazyLock<(Sender<()>, Receiver<()>)> =
    LazyLock::new(|| channel::bounded(1));

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    rayon::spawn(move || {
        let results = catch_unwind(|| {
            let results: Vec<_> = frames.iter().map(|_| Mutex::new(Ok(0))).collect();
            PERMITS.0.send(()).unwrap();
            rayon::scope(|scope| {
                for (frame, result) in frames.iter().zip(&results) {
                    scope.spawn(move |_| *result.lock().unwrap() = catch_unwind(|| draw(*frame)));
                }
            });
            PERMITS.1.recv().unwrap();
            results.into_iter().map(|result| result.into_inner().unwrap().unwrap()).collect()
        });
        let _ = sender.send(results);
    });
    receiver.await.unwrap().map_err(|_| "a call has panicked".into())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
