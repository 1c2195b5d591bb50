// Refused: not_all_at_once

// There are two parts, whatever the number of threads.

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let (left, right) = numbers.split_at(numbers.len() / 2);
    let part = |numbers: &[u32]| numbers.iter().map(|&number| work(number)).collect::<Vec<u64>>();
    let (left, right) = rayon::join(|| part(left), || part(right));
    [left, right].concat()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
