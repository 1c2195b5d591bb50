// Each frame is a job of its own, and sends its index with its result.

use std::panic::catch_unwind;

use tokio::sync::mpsc;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let mut results = vec![None; frames.len()];
    let (sender, mut receiver) = mpsc::unbounded_channel();
    for (index, frame) in frames.into_iter().enumerate() {
        let sender = sender.clone();
        rayon::spawn(move || {
            let result = catch_unwind(|| draw(frame)).ok();
            let _ = sender.send((index, result));
        });
    }
    drop(sender);
    while let Some((index, result)) = receiver.recv().await {
        results[index] = result;
    }
    results.into_iter().collect::<Option<_>>().ok_or("a call panicked".into())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
