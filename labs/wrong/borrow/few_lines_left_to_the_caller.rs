// Refused: sequential

// With fewer lines than threads each part is empty, and the caller looks at all lines.

use labs::borrow::Line;
use std::thread;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = lines.len() / threads;
    let (shared, left_over) = lines.split_at(size * threads);
    thread::scope(|s| {
        let handles: Vec<_> = (0..threads)
            .map(|number| {
                let part = &shared[number * size..][..size];
                s.spawn(move || part.iter().map(Line::len).max())
            })
            .collect();
        let own = left_over.iter().map(Line::len).max();
        handles.into_iter().map(|handle| handle.join().unwrap()).fold(own, Option::max).unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
