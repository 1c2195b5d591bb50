// Refused: one_after_another

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = lines.len().div_ceil(threads).max(1);
    thread::scope(|s| {
        let mut longest = 0;
        for part in lines.chunks(size) {
            let part = s.spawn(|| part.iter().map(Line::len).max().unwrap()).join().unwrap();
            longest = longest.max(part);
        }
        longest
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
