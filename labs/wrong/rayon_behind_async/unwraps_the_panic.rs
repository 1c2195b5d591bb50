// Refused: panicked

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let job = tokio::task::spawn_blocking(move || frames.into_par_iter().map(draw).collect());
    Ok(job.await.unwrap())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
