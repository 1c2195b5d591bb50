// Refused: sequential

// If all items fit into the channel, one thread makes and handles them.

use crossbeam::channel::bounded;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    if count <= bound {
        return (0..count).map(make).for_each(handle);
    }
    let (sender, receiver) = bounded(bound);
    std::thread::scope(|s| {
        s.spawn(move || (0..count).for_each(|number| sender.send(make(number)).unwrap()));
        receiver.into_iter().for_each(handle);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
