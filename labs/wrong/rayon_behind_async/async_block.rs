// Refused: blocks_the_executor

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    tokio::spawn(async move { frames.into_par_iter().map(draw).collect() })
        .await
        .map_err(|error| error.to_string())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
