// A token for each item under way, from a second channel: `bound`, and one in the hands of each thread.

use std::thread;

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (tokens_back, tokens) = channel::bounded(bound + 2);
    (0..bound + 2).for_each(|_| tokens_back.send(()).unwrap());
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        s.spawn(move || {
            for number in 0..count {
                tokens.recv().unwrap();
                sender.send(make(number)).unwrap();
            }
        });
        s.spawn(move || {
            for item in receiver {
                handle(item);
                let _ = tokens_back.send(());
            }
        });
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
