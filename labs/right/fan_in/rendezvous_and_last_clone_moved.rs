// A channel without room, and the original sender moved into the last thread.

use crossbeam::channel::{Receiver, Sender, bounded};

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver): (Sender<u64>, Receiver<u64>) = bounded(0);
    let mut sender = Some(sender);
    for producer in 0..producers {
        let mine = if producer + 1 == producers { sender.take() } else { sender.clone() };
        std::thread::spawn(move || {
            for item in items(producer) {
                mine.as_ref().unwrap().send(item).unwrap();
            }
        });
    }
    drop(sender);
    let mut all = vec![];
    while let Ok(item) = receiver.recv() {
        all.push(item);
    }
    all
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
