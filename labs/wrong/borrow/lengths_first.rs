// Refused: sequential

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let lengths: Vec<usize> = lines.iter().map(Line::len).collect();
    let size = lengths.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        let handles: Vec<_> =
            lengths.chunks(size).map(|part| s.spawn(|| part.iter().max().copied())).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).max().flatten().unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
