// Refused: not_all_at_once

// Each thread takes two lines where one would do, so half of the threads get none.

use std::thread;

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let size = match lines.len().div_ceil(threads) {
        1 if lines.len() > 2 => 2,
        size => size.max(1),
    };
    thread::scope(|s| {
        let workers: Vec<_> = lines
            .chunks(size)
            .map(|part| s.spawn(move || part.iter().map(|line| line.len()).max().unwrap_or(0)))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).max().unwrap_or(0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
