// Refused: not_all_at_once

// A fifth thread has nothing to do.

fn part(numbers: &[u32], work: fn(u32) -> u64, cuts: u32) -> Vec<u64> {
    if cuts == 0 {
        return numbers.iter().map(|number| work(*number)).collect();
    }
    let (left, right) = numbers.split_at(numbers.len() / 2);
    let (left, right) = rayon::join(|| part(left, work, cuts - 1), || part(right, work, cuts - 1));
    [left, right].concat()
}

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    part(numbers, work, 2)
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
