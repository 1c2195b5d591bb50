// Refused: succeeds_anyway

use std::panic::catch_unwind;

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let one = move |frame| catch_unwind(|| draw(frame)).ok();
    tokio::task::spawn_blocking(move || frames.into_par_iter().filter_map(one).collect())
        .await
        .map_err(|error| error.to_string())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
