// Refused: not_followed

// The grader follows the channels of std and Crossbeam. At one of Tokio's, it sees a thread that waits forever.

use std::thread;

use tokio::sync::mpsc::unbounded_channel;

fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, mut receiver) = unbounded_channel();
    for number in 0..producers {
        let sender = sender.clone();
        thread::spawn(move || items(number).into_iter().for_each(|item| sender.send(item).unwrap()));
    }
    drop(sender);
    std::iter::from_fn(|| receiver.blocking_recv()).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
