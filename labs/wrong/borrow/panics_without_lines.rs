// Refused: panicked

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let longest = |part: &[Line]| part.iter().map(Line::len).max().unwrap();
    thread::scope(|s| {
        let size = lines.len().div_ceil(threads);
        let handles: Vec<_> =
            lines.chunks(size).map(|part| s.spawn(move || longest(part))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap()
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
