// Refused: worker_blocked

// A job waits for others. If each thread of Rayon has such a job, none is left for the others.

use std::panic::catch_unwind;
use std::sync::mpsc;

use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (answer, answered) = oneshot::channel();
    rayon::spawn(move || {
        let (results, received) = mpsc::channel();
        for (place, frame) in frames.into_iter().enumerate() {
            let results = results.clone();
            rayon::spawn(move || {
                let result = catch_unwind(|| draw(frame)).map_err(|_| "it panicked".to_string());
                let _ = results.send((place, result));
            });
        }
        drop(results);
        let mut all: Vec<_> = received.into_iter().collect();
        all.sort_by_key(|(place, _)| *place);
        let _ = answer.send(all.into_iter().map(|(_, result)| result).collect());
    });
    answered.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
