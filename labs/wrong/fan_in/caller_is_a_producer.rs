// Refused: on_the_caller

// The calling thread is the last producer.

use std::thread;

use crossbeam::channel::unbounded;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = unbounded();
    let produce = |number| {
        let sender = sender.clone();
        move || items(number).into_iter().for_each(|item| sender.send(item).unwrap())
    };
    let Some(last) = producers.checked_sub(1) else { return Vec::new() };
    (0..last).for_each(|number| drop(thread::spawn(produce(number))));
    produce(last)();
    drop(sender);
    receiver.iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
