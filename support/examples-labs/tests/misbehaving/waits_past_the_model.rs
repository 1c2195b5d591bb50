// Refused: not_followed

// Tokio's channel is not a model: its thread really waits, and the schedule with it.

fn total(_threads: usize, _job: fn(usize) -> u64) -> u64 {
    let (_sender, receiver) = tokio::sync::oneshot::channel::<u64>();
    receiver.blocking_recv().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
