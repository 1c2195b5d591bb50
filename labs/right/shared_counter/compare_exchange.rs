// A loop around `compare_exchange_weak` adds without a lock.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::*},
};
use std::thread::{self, JoinHandle};

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let total = Arc::new(AtomicU64::new(0));
    let mut handles: Vec<JoinHandle<()>> = vec![];
    for number in 0..threads {
        let total = total.clone();
        handles.push(
            thread::Builder::new()
                .name(format!("job-{number}"))
                .spawn(move || {
                    let value = job(number);
                    let mut old = total.load(Acquire);
                    while let Err(now) =
                        total.compare_exchange_weak(old, old + value, AcqRel, Acquire)
                    {
                        old = now;
                    }
                })
                .unwrap(),
        );
    }
    while let Some(handle) = handles.pop() {
        handle.join().unwrap();
    }
    Arc::try_unwrap(total).unwrap().into_inner()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
