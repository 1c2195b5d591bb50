// Refused: not_one_channel

// The threads return their items, and nothing goes through a channel.

use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let threads: Vec<_> = (0..producers).map(|number| thread::spawn(move || items(number))).collect();
    threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
