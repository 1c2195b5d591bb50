// Refused: wrong_result

// Two threads may look at the maximum before either of them stores its own.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let longest = AtomicUsize::new(0);
    let part = lines.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        for part in lines.chunks(part) {
            s.spawn(|| {
                let own = part.iter().map(Line::len).max().unwrap_or(0);
                if longest.load(SeqCst) < own {
                    longest.store(own, SeqCst);
                }
            });
        }
    });
    longest.into_inner()
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
