// Refused: lock_held

use std::sync::Mutex;
use std::thread;

use labs::split_mut::Number;

fn double_all(numbers: &mut [Number], threads: usize) {
    let rest = Mutex::new(numbers.iter_mut());
    thread::scope(|s| {
        for _ in 0..threads {
            s.spawn(|| {
                while let Some(number) = rest.lock().unwrap().next() {
                    number.double();
                }
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn split_mut(double_all);
}
