// Each result goes to its slot; `try_for_each` stops.

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let mut results = vec![0; numbers.len()];
    results.par_iter_mut().zip(numbers).try_for_each(|(slot, &number)| {
        *slot = work(number)?;
        Ok::<(), String>(())
    })?;
    Ok(results)
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
