// Refused: lock_held

use std::sync::Mutex;
use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let rest = Mutex::new(lines.iter());
    let longest = Mutex::new(0);
    thread::scope(|s| {
        for _ in 0..threads {
            s.spawn(|| {
                while let Some(line) = rest.lock().unwrap().next() {
                    let mut longest = longest.lock().unwrap();
                    *longest = line.len().max(*longest);
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
