// An end mark instead of the end of the channel.

use crossbeam::channel;

fn pipeline(count: usize, bound: usize, make: fn(usize) -> u64, handle: fn(u64)) {
    let (sender, receiver) = channel::bounded(bound);
    crossbeam::scope(|s| {
        s.spawn(|_| {
            (0..count).for_each(|number| sender.send(Some(make(number))).unwrap());
            sender.send(None).unwrap();
        });
        while let Ok(Some(item)) = receiver.recv() {
            handle(item);
        }
    })
    .unwrap();
}

fn main() {}

labs::exercise! {
    #[test]
    fn bounded_pipeline(pipeline);
}
