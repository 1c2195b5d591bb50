//! Nobody raises the flag, and the loop counts its rounds.

use std::sync::atomic::{AtomicU64, Ordering};

fn main() {
    let rounds = AtomicU64::new(0);
    loop {
        rounds.fetch_add(1, Ordering::Relaxed);
    }
}
