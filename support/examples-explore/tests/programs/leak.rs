//! Two threads that `main` does not join may wait for each other.

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

fn main() {
    let cups = Arc::new([Mutex::new(0), Mutex::new(0)]);
    let (say, hear) = mpsc::channel();
    for first in [0, 1] {
        let (cups, say) = (Arc::clone(&cups), say.clone());
        thread::spawn(move || {
            let one = cups[first].lock().unwrap();
            let _ = say.send(());
            let other = cups[1 - first].lock().unwrap();
            drop((one, other));
        });
    }
    for _ in 0..2 {
        hear.recv().unwrap();
    }
}
