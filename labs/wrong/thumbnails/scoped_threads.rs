// Refused: not_rayon

use std::thread;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    thread::scope(|s| {
        let handles: Vec<_> = numbers.iter().map(|number| s.spawn(move || work(*number))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
