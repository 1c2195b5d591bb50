// Refused: not_all_at_once

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let _ = threads;
    let (left, right) = lines.split_at(lines.len() / 2);
    let longest = |part: &[Line]| part.iter().map(Line::len).max().unwrap_or(0);
    thread::scope(|s| {
        let left = s.spawn(move || longest(left));
        longest(right).max(left.join().unwrap())
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
