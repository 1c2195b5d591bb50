// Refused: wrong_order

use std::panic::catch_unwind;

use tokio::sync::mpsc;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let count = frames.len();
    let (sender, mut receiver) = mpsc::channel(count);
    for frame in frames {
        let sender = sender.clone();
        rayon::spawn(move || {
            if let Ok(result) = catch_unwind(|| draw(frame)) {
                sender.blocking_send(result).unwrap();
            }
        });
    }
    drop(sender);
    let mut results = Vec::new();
    while let Some(result) = receiver.recv().await {
        results.push(result);
    }
    if results.len() == count { Ok(results) } else { Err("a call panicked".into()) }
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
