// Divide and conquer with `rayon::join`.

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    match numbers {
        [] => vec![],
        [number] => vec![work(*number)],
        _ => {
            let (left, right) = numbers.split_at(numbers.len() / 2);
            let (mut left, right) =
                rayon::join(|| thumbnails(left, work), || thumbnails(right, work));
            left.extend(right);
            left
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
