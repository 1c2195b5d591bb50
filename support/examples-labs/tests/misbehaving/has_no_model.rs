// Refused: no_model

use std::time::Duration;

use crossbeam::channel::after;

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let _ = after(Duration::ZERO).recv();
    0
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
