// Refused: left_behind

use std::sync::{Arc, Mutex};

use rayon::prelude::*;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let results = Arc::new(Mutex::new(vec![0; frames.len()]));
    let theirs = Arc::clone(&results);
    rayon::spawn(move || {
        frames.into_par_iter().enumerate().for_each(|(index, frame)| {
            let result = draw(frame);
            theirs.lock().unwrap()[index] = result;
        });
    });
    let results = results.lock().unwrap().clone();
    Ok(results)
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
