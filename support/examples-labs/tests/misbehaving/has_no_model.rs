// Refused: no_model

use crossbeam::epoch;

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let _ = epoch::pin();
    0
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
