// Refused: no_model

use crossbeam::{channel, select};

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let (_sender, receiver) = channel::unbounded::<u64>();
    select! {
        recv(receiver) -> _number => 1,
        default => 0,
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
