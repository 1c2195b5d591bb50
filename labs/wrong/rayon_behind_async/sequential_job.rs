// Refused: one_after_another

use std::panic::catch_unwind;

use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let results = catch_unwind(|| frames.into_iter().map(draw).collect());
        let _ = sender.send(results);
    });
    receiver.await.unwrap().map_err(|_| "a call panicked".to_owned())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
