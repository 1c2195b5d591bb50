// Each thread takes every nth line.

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let of = |first| lines.iter().skip(first).step_by(threads).map(Line::len).max().unwrap_or(0);
    thread::scope(|s| {
        let handles: Vec<_> = (0..threads).map(|first| s.spawn(move || of(first))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).fold(0, usize::max)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
