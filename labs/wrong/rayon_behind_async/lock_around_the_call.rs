// Refused: lock_held

use std::sync::Mutex;

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    tokio::task::spawn_blocking(move || {
        let results = Mutex::new(vec![0; frames.len()]);
        frames.into_par_iter().enumerate().for_each(|(index, frame)| {
            let mut results = results.lock().unwrap();
            results[index] = draw(frame);
        });
        results.into_inner().unwrap()
    })
    .await
    .map_err(|error| error.to_string())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
