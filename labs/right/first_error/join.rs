// Divide and conquer; each half looks first whether another has failed.

use std::sync::OnceLock;

fn part(
    numbers: &[u32],
    work: fn(u32) -> Result<u64, String>,
    error: &OnceLock<String>,
) -> Vec<u64> {
    match numbers {
        _ if error.get().is_some() => vec![],
        [] => vec![],
        &[number] => match work(number) {
            Ok(result) => vec![result],
            Err(says) => {
                let _ = error.set(says);
                vec![]
            }
        },
        _ => {
            let (left, right) = numbers.split_at(numbers.len() / 2);
            let (left, right) =
                rayon::join(|| part(left, work, error), || part(right, work, error));
            [left, right].concat()
        }
    }
}

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let error = OnceLock::new();
    let results = part(numbers, work, &error);
    error.into_inner().map_or(Ok(results), Err)
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
