// Refused: lost_item

// An item can be any number, so none can stand for the end.

use std::thread;

use crossbeam::channel;

const END: u64 = u64::MAX - 1;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        for producer in 0..producers {
            let sender = sender.clone();
            s.spawn(move || {
                items(producer).into_iter().chain([END]).for_each(|item| sender.send(item).unwrap())
            });
        }
        drop(sender);
        receiver.iter().filter(|item| *item != END).collect()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
