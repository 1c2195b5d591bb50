use std::sync::Mutex;
use std::thread;

fn main() {
    let balance = Mutex::new(100);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let enough = *balance.lock().unwrap() >= 70;
                if enough {
                    *balance.lock().unwrap() -= 70;
                }
            });
        }
    });
    assert!(balance.into_inner().unwrap() >= 0);
}
