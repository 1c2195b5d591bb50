// A job in Rayon's pool shares out the calls, and a oneshot brings the results to the task. Rayon passes a panic
// on to the job, and there it must be caught: nobody waits for a job of `rayon::spawn`, so Rayon would end the
// process.

use std::panic;

use rayon::prelude::*;
use tokio::sync::oneshot;

/// Returns what `draw` returns for each frame, in the order of the frames. Other tasks run meanwhile.
///
/// # Errors
/// If a call panics.
async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let results = panic::catch_unwind(|| frames.into_par_iter().map(draw).collect());
        let _ = sender.send(results); // An error: nobody waits for them any more.
    });
    let results = receiver.await.expect("the job always sends");
    results.map_err(|_| "a call panicked".to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{:?}", render(vec![1, 2, 3], |frame| u64::from(frame) * 100).await);
}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
