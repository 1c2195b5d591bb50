// Refused: goes_on

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let (good, bad): (Vec<_>, Vec<_>) =
        numbers.par_iter().map(|number| work(*number)).partition(Result::is_ok);
    match bad.into_iter().next() {
        Some(error) => error.map(|_| vec![]),
        None => good.into_iter().collect(),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
