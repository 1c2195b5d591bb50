// Refused: sequential

use crossbeam::channel;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    for producer in 0..producers {
        for item in items(producer) {
            sender.send(item).unwrap();
        }
    }
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
