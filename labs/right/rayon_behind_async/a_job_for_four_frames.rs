// A job for every four frames, and a oneshot for each job.

use std::panic::catch_unwind;

use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let mut parts = Vec::new();
    for part in frames.chunks(4) {
        let part = part.to_vec();
        let (sender, receiver) = oneshot::channel();
        rayon::spawn(move || {
            let results = catch_unwind(|| part.into_iter().map(draw).collect::<Vec<_>>());
            let _ = sender.send(results);
        });
        parts.push(receiver);
    }
    let mut results = Vec::new();
    for part in parts {
        results.extend(part.await.unwrap().map_err(|_| "a call panicked")?);
    }
    Ok(results)
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
