//! Two readers and a writer share a read-write lock. Nobody sees half of a change.
//!
//! From: Courtois, Heymans and Parnas, Concurrent Control with "Readers" and "Writers", CACM 14(10), 1971

use std::sync::{Arc, RwLock};
use std::thread;

pub fn main() {
    let pair = Arc::new(RwLock::new((0, 0)));
    let readers = [(); 2].map(|()| {
        let pair = Arc::clone(&pair);
        thread::spawn(move || {
            let pair = pair.read().unwrap();
            assert_eq!(pair.0, pair.1);
        })
    });
    {
        let mut pair = pair.write().unwrap();
        pair.0 += 1;
        pair.1 += 1;
    }
    for reader in readers {
        reader.join().unwrap();
    }
}
