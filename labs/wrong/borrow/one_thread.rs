// Refused: one_after_another

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let _ = threads;
    thread::scope(|s| s.spawn(|| lines.iter().map(Line::len).max().unwrap_or(0)).join().unwrap())
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
