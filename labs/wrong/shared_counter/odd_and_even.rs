// Refused: not_all_at_once

use std::thread;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let every_second = |first: usize| (first..threads).step_by(2).map(job).sum::<u64>();
    thread::scope(|s| {
        let odd = s.spawn(|| every_second(1));
        let even = s.spawn(|| every_second(0));
        odd.join().unwrap() + even.join().unwrap()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
