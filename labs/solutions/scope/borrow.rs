// Scoped threads can borrow the lines, since the scope ends after the last of them. Each returns the longest
// of its part.

use std::thread;

use labs::borrow::Line;

/// Returns the length of the longest line.
fn longest(lines: &[Line], threads: usize) -> usize {
    // Rounded up, so that no line is left over; and `chunks(0)` would panic.
    let size = lines.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        let longest = |part: &[Line]| part.iter().map(Line::len).max();
        let start = |part| s.spawn(move || longest(part));
        let handles: Vec<_> = lines.chunks(size).map(start).collect();
        let all = handles.into_iter().map(|handle| handle.join().expect("`len` does not panic"));
        all.max().flatten().unwrap_or(0)
    })
}

fn main() {
    let lines = ["to", "be", "or", "not"].map(Line::new);
    println!("{}", longest(&lines, 2));
}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
