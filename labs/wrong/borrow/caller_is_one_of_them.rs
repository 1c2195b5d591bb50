// Refused: on_the_caller

// The calling thread takes the first part: one thread less is started.

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let part = lines.len().div_ceil(threads).max(1);
    let (first, others) = lines.split_at(part.min(lines.len()));
    let longest = |lines: &[Line]| lines.iter().map(Line::len).max().unwrap_or(0);
    thread::scope(|s| {
        let threads: Vec<_> = others.chunks(part).map(|part| s.spawn(move || longest(part))).collect();
        let first = longest(first);
        threads.into_iter().map(|thread| thread.join().unwrap()).fold(first, usize::max)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
