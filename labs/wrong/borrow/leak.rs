// Refused: cloned

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let lines: &'static [Line] = Box::leak(lines.to_vec().into_boxed_slice());
    let size = lines.len().div_ceil(threads).max(1);
    let handles: Vec<_> = lines
        .chunks(size)
        .map(|part| thread::spawn(move || part.iter().map(Line::len).max().unwrap_or(0)))
        .collect();
    handles.into_iter().map(|handle| handle.join().unwrap()).max().unwrap_or(0)
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
