// A task for each number writes into a slot of its own.

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let mut results = vec![0; numbers.len()];
    rayon::scope(|s| {
        for (result, number) in results.iter_mut().zip(numbers) {
            s.spawn(move |_| *result = work(*number));
        }
    });
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
