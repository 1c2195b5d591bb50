//! Readers count themselves without a lock, and the first one locks the writer out. Another reader counts as
//! second and reads before the first one has the lock.
//!
//! From: Courtois, Heymans and Parnas, Concurrent Control with "Readers" and "Writers", CACM 14(10), 1971 (with the
//! mutex around the count left out); Downey, The Little Book of Semaphores, section 4.2
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Room {
    readers: AtomicUsize,
    taken: AtomicBool,
    writing: AtomicBool,
}

fn read(room: &Room) {
    if room.readers.fetch_add(1, SeqCst) == 0 {
        while room.taken.swap(true, SeqCst) {
            thread::yield_now();
        }
    }
    assert!(!room.writing.load(SeqCst), "reads while the writer writes");
    if room.readers.fetch_sub(1, SeqCst) == 1 {
        room.taken.store(false, SeqCst);
    }
}

fn write(room: &Room) {
    if !room.taken.swap(true, SeqCst) {
        room.writing.store(true, SeqCst);
        room.writing.store(false, SeqCst);
        room.taken.store(false, SeqCst);
    }
}

pub fn main() {
    let room = Arc::new(Room {
        readers: AtomicUsize::new(0),
        taken: AtomicBool::new(false),
        writing: AtomicBool::new(false),
    });
    let readers = [(); 2].map(|()| {
        let room = Arc::clone(&room);
        thread::spawn(move || read(&room))
    });
    write(&room);
    for reader in readers {
        reader.join().unwrap();
    }
}
