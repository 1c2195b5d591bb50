// Refused: wrong_total

use std::cell::Cell;
use std::thread;

thread_local! {
    static TOTAL: Cell<u64> = const { Cell::new(0) };
}

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let handles: Vec<_> = (0..threads)
        .map(|number| thread::spawn(move || TOTAL.set(TOTAL.get() + job(number))))
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    TOTAL.get()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
