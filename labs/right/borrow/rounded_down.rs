// The parts are rounded down, so there is a short one more.

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    if lines.is_empty() {
        return 0;
    }
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::scope(|s| {
        for part in lines.chunks((lines.len() / threads).max(1)) {
            let sender = sender.clone();
            s.spawn(move || part.iter().for_each(|line| sender.send(line.len()).unwrap()));
        }
    });
    drop(sender);
    receiver.iter().max().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
