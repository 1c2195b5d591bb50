// Two at a time with `rayon::join`, one pair after the other.

use std::panic::catch_unwind;

use tokio::sync::oneshot;

async fn render(frames: Vec<u32>, draw: fn(u32) -> u64) -> Result<Vec<u64>, String> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        let results = catch_unwind(|| {
            let pair =
                |pair: &[u32]| rayon::join(|| draw(pair[0]), || pair.get(1).map(|f| draw(*f)));
            let pairs = frames.chunks(2).map(pair);
            pairs.flat_map(|(first, second)| [Some(first), second]).flatten().collect()
        });
        let _ = sender.send(results);
    });
    receiver.await.unwrap().map_err(|_| "a call panicked".to_owned())
}

fn main() {}

labs::exercise! {
    #[test]
    fn rayon_behind_async(render);
}
