// Refused: never_ends

use std::panic::catch_unwind;

use tokio::sync::mpsc;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let mut results = vec![0; frames.len()];
    let (sender, mut receiver) = mpsc::unbounded_channel();
    for (index, frame) in frames.into_iter().enumerate() {
        let sender = sender.clone();
        rayon::spawn(move || {
            if let Ok(result) = catch_unwind(|| draw(frame)) {
                sender.send((index, result)).unwrap();
            }
        });
    }
    for _ in 0..results.len() {
        let (index, result) = receiver.recv().await.ok_or("a call panicked")?;
        results[index] = result;
    }
    Ok(results)
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
