// Refused: cloned

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = lines.len().div_ceil(threads).max(1);
    let start = |part: &[Line]| {
        let part = part.to_vec();
        thread::spawn(move || part.iter().map(Line::len).max().unwrap_or(0))
    };
    let handles: Vec<_> = lines.chunks(size).map(start).collect();
    handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap_or(0)
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
