// Refused: wrong_result

use std::sync::Mutex;
use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let longest = Mutex::new(0);
    let size = lines.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        for part in lines.chunks(size).rev() {
            let longest = &longest;
            s.spawn(move || {
                let part = part.iter().map(Line::len).min().unwrap();
                *longest.lock().unwrap() = part;
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
