// Refused: deadlock

// The thread that waits in `collect` with the lock runs another job, which wants the lock too.

use std::panic::catch_unwind;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

static TURN: Mutex<()> = Mutex::new(());

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    rayon::spawn(move || {
        let results = catch_unwind(|| {
            let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
            frames.into_par_iter().map(draw).collect()
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
