use std::sync::Mutex;
use std::thread;

fn main() {
    let balance = Mutex::new(100);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let mut balance = balance.lock().unwrap();
                if *balance >= 70 {
                    *balance -= 70;
                }
            });
        }
    });
    assert!(balance.into_inner().unwrap() >= 0);
}
