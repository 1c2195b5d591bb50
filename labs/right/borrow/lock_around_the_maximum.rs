// A lock around the maximum, taken when the length is known.

use std::sync::Mutex;
use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let longest = Mutex::new(0);
    let size = lines.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        for part in lines.chunks(size) {
            let longest = &longest;
            s.spawn(move || {
                for line in part {
                    let len = line.len();
                    let mut longest = longest.lock().unwrap();
                    *longest = len.max(*longest);
                }
            });
        }
    });
    longest.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
