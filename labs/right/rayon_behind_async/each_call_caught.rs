// Rayon collects into a `Result`, and each call is caught by itself.

use std::panic::catch_unwind;

use rayon::prelude::*;
use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    let one =
        move |frame: &u32| catch_unwind(|| draw(*frame)).map_err(|_| format!("frame {frame}"));
    rayon::spawn(move || {
        let _ = sender.send(frames.par_iter().map(one).collect());
    });
    receiver.await.unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
