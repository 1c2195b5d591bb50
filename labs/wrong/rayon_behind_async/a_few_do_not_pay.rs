// Refused: blocks_the_executor

// A few frames are drawn at once, on the thread of all tasks.

use rayon::prelude::*;
use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, results) = oneshot::channel();
    let are_few = frames.len() < 3;
    let all = move || std::panic::catch_unwind(|| frames.into_par_iter().map(draw).collect());
    if are_few {
        return all().map_err(|_| "a call panicked".into());
    }
    rayon::spawn(move || {
        let _ = sender.send(all());
    });
    results.await.unwrap().map_err(|_| "a call panicked".into())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
