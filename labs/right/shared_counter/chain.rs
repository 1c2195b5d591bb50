// A chain of threads: each hands on the sum of those before it, and of its own job.

use std::mem::replace;
use std::sync::mpsc::channel;
use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let (first, mut last) = channel();
    for number in 0..threads {
        let (sender, next) = channel();
        let before = replace(&mut last, next);
        thread::spawn(move || {
            let value = job(number);
            sender.send(before.recv().unwrap() + value).unwrap();
        });
    }
    first.send(0).unwrap();
    last.recv().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
