use std::sync::{Condvar, Mutex};
use std::thread;

fn main() {
    let open = Mutex::new([false, false]);
    let changed = Condvar::new();
    thread::scope(|s| {
        for door in [0, 1] {
            let (open, changed) = (&open, &changed);
            s.spawn(move || {
                let mut doors = open.lock().unwrap();
                while !doors[door] {
                    doors = changed.wait(doors).unwrap();
                }
                doors[1] = true; // opens the second door
                changed.notify_one();
            });
        }
        open.lock().unwrap()[0] = true;
        changed.notify_one();
    });
}
