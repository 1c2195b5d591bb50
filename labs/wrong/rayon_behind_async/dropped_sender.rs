// Refused: aborts

use rayon::prelude::*;
use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let results: Vec<_> = frames.into_par_iter().map(draw).collect();
        sender.send(results).unwrap();
    });
    Ok(receiver.await.unwrap())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
