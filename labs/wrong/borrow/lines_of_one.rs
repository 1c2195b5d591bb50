// Refused: too_many

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let _ = threads;
    thread::scope(|s| {
        let mut handles = Vec::new();
        for line in lines {
            handles.push(s.spawn(|| line.len()));
        }
        handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
