// Refused: busy_waiting

use crossbeam::channel::{self, TryRecvError};
use std::thread;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    for producer in 0..producers {
        let sender = sender.clone();
        thread::spawn(move || {
            items(producer).into_iter().for_each(|item| sender.send(item).unwrap())
        });
    }
    drop(sender);
    let mut all = vec![];
    loop {
        match receiver.try_recv() {
            Ok(item) => all.push(item),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return all,
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
