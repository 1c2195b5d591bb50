// Refused: aborts

use rayon::prelude::*;
use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let _ = sender.send(frames.into_par_iter().map(draw).collect());
    });
    receiver.await.map_err(|error| error.to_string())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
