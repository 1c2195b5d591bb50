// Refused: lost_item

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = lines.len() / threads;
    let longest = |number: usize| {
        lines[number * size..(number + 1) * size].iter().map(Line::len).max().unwrap_or(0)
    };
    thread::scope(|s| {
        let handles: Vec<_> = (0..threads).map(|number| s.spawn(move || longest(number))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
