// Refused: lost_job

use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    if threads < 2 {
        return 0;
    }
    let first = thread::spawn(move || job(0));
    let second = thread::spawn(move || job(1));
    first.join().unwrap() + second.join().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
