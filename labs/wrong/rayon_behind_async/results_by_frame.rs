// Refused: wrong_results

// If a frame comes twice, the second result takes the place of the first.

use std::collections::HashMap;

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let all = move || {
        let drawn: HashMap<u32, u64> =
            frames.par_iter().map(|frame| (*frame, draw(*frame))).collect();
        frames.iter().map(|frame| drawn[frame]).collect()
    };
    tokio::task::spawn_blocking(all).await.map_err(|_| "a call has panicked".to_string())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
