// Crossbeam's scope, with vectors of references.

use labs::borrow::Line;

fn longest(lines: &[Line], threads: usize) -> usize {
    let mut parts: Vec<Vec<&Line>> = vec![vec![]; threads];
    for (index, line) in lines.iter().enumerate() {
        parts[index % threads].push(line);
    }
    crossbeam::scope(|s| {
        let handles: Vec<_> = parts
            .into_iter()
            .map(|part| s.spawn(move |_| part.iter().map(|line| line.len()).max()))
            .collect();
        handles.into_iter().filter_map(|handle| handle.join().unwrap()).max()
    })
    .unwrap()
    .unwrap_or_default()
}

fn main() {}

labs::exercise! {
    #[test]
    fn borrow(longest);
}
