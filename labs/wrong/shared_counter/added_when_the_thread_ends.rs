// Refused: lost_update

use std::cell::Cell;
use std::sync::Mutex;
use std::thread;

static TOTAL: Mutex<u64> = Mutex::new(0);

struct Value(Cell<u64>);

impl Drop for Value {
    fn drop(&mut self) {
        *TOTAL.lock().unwrap() += self.0.get();
    }
}

thread_local! {
    static VALUE: Value = Value(Cell::new(0));
}

fn total(threads: usize, job: fn(usize) -> u64) -> u64 {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap();
    *TOTAL.lock().unwrap() = 0;
    thread::scope(|s| {
        for number in 0..threads {
            s.spawn(move || VALUE.with(|value| value.0.set(job(number))));
        }
    });
    *TOTAL.lock().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn shared_counter(total);
}
