// Refused: done_twice

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = lines.len().div_ceil(threads).max(1);
    let of_part = |part: &[Line]| part.iter().max_by_key(|line| line.len()).map_or(0, Line::len);
    thread::scope(|s| {
        let start = |part| s.spawn(move || of_part(part));
        let handles: Vec<_> = lines.chunks(size).map(start).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
