// The channel has room for `bound` items; `send` waits when it is full. So the maker can be ahead, but never
// by more than that.

use std::thread;

use crossbeam::channel;

/// Makes items on one thread and handles them on another, `bound` between them at most.
fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    thread::scope(|s| {
        // The sender moves into the thread, and goes with it: so the loop below ends.
        s.spawn(move || {
            for number in 0..count {
                sender.send(make(number)).expect("the receiver lives until the channel ends");
            }
        });
        receiver.iter().for_each(handle);
    });
}

fn main() {
    let handle = |item| println!("{item} is handled");
    pipeline(5, 2, |number| number as u64 * 10, handle);
}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
