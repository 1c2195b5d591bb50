// Refused: not_all_at_once

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    rayon::scope(|_| {
        let [first, second, rest @ ..] = numbers else {
            return numbers.iter().map(|number| work(*number)).collect();
        };
        let (first, second) = rayon::join(|| work(*first), || work(*second));
        let mut results = vec![first, second];
        results.extend(rest.iter().map(|number| work(*number)));
        results
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
