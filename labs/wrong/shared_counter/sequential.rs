// Refused: sequential

use std::sync::Mutex;

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Mutex::new(0);
    for number in 0..threads {
        *total.lock().unwrap() += job(number);
    }
    total.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
