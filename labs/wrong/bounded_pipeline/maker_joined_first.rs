// Refused: full

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    let maker =
        thread::spawn(move || (0..count).for_each(|number| sender.send(make(number)).unwrap()));
    maker.join().unwrap();
    receiver.into_iter().for_each(handle);
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
