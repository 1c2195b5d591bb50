use std::sync::Mutex;
use std::thread;

fn main() {
    let savings = Mutex::new(100);
    let current = Mutex::new(20);
    thread::scope(|s| {
        s.spawn(|| {
            let mut from = savings.lock().unwrap();
            let mut to = current.lock().unwrap();
            *from -= 10;
            *to += 10;
        });
        s.spawn(|| {
            let mut from = current.lock().unwrap();
            let mut to = savings.lock().unwrap();
            *from -= 5;
            *to += 5;
        });
    });
}
