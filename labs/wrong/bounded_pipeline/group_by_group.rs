// Refused: other_thread

use std::thread;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    for start in (0..count).step_by(bound) {
        let end = count.min(start + bound);
        let made =
            thread::spawn(move || (start..end).map(make).collect::<Vec<_>>()).join().unwrap();
        thread::spawn(move || made.into_iter().for_each(handle)).join().unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
