// Refused: wrong_order

use std::sync::Mutex;

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let results = Mutex::new(vec![]);
    numbers.par_iter().try_for_each(|&number| {
        let result = work(number)?;
        results.lock().unwrap().push(result);
        Ok::<(), String>(())
    })?;
    Ok(results.into_inner().unwrap())
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
