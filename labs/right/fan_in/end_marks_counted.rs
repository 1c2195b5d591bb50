// Every producer sends an end mark, and all of them are counted.

use crossbeam::channel::unbounded;
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = unbounded();
    let handles: Vec<_> = (0..producers)
        .map(|producer| {
            let sender = sender.clone();
            thread::spawn(move || {
                for item in items(producer) {
                    sender.send(Some(item)).unwrap();
                }
                sender.send(None).unwrap();
            })
        })
        .collect();
    let (mut all, mut ended) = (vec![], 0);
    while ended < producers {
        match receiver.recv().unwrap() {
            Some(item) => all.push(item),
            None => ended += 1,
        }
    }
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
