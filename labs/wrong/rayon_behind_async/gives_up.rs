// Refused: left_behind

// It waits for an hour, and then returns an error.

use std::time::Duration;

use rayon::prelude::*;
use tokio::sync::oneshot;
use tokio::time::timeout;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, results) = oneshot::channel();
    rayon::spawn(move || {
        let draw_all = || frames.into_par_iter().map(draw).collect();
        let drawn = std::panic::catch_unwind(draw_all);
        let _ = sender.send(drawn);
    });
    match timeout(Duration::from_secs(3600), results).await {
        Ok(drawn) => drawn.unwrap().map_err(|_| "a call panicked".into()),
        Err(_) => Err("it takes too long".into()),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
