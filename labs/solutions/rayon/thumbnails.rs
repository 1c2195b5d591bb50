// `par_iter` is all that changes: `collect` puts the results in the order of the numbers, whichever is
// ready first.

use rayon::prelude::*;

/// Returns what `work` returns for each number, in the order of the numbers.
fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    numbers.par_iter().map(|number| work(*number)).collect()
}

fn main() {
    println!("{:?}", thumbnails(&[1, 2, 3], |number| u64::from(number) * 100));
}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
