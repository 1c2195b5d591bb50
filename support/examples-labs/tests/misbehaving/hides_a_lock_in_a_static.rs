// Refused: deadlock

use std::sync::Mutex;

static LOCK: Mutex<u64> = Mutex::new(0);

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    let _guard = LOCK.lock().unwrap();
    let handles: Vec<_> = (0..threads)
        .map(|number| {
            std::thread::spawn(move || {
                let value = job(number);
                *LOCK.lock().unwrap() += value;
            })
        })
        .collect();
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    0
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
