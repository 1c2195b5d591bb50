// A `Result` can be collected into, too: at the first error Rayon tells all its threads to begin nothing
// new.

use rayon::prelude::*;

/// Returns what `work` returns for each number, or an error.
fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    numbers.par_iter().map(|number| work(*number)).collect()
}

fn main() {
    let half = |number: u32| match number % 2 {
        0 => Ok(u64::from(number) / 2),
        _ => Err(format!("{number} is odd")),
    };
    println!("{:?}", all_or_error(&[2, 4, 6], half));
    println!("{:?}", all_or_error(&[2, 5, 6], half));
}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
