//! A million squares, computed on all cores, in the order of their input.
//!
//! Article A, "Rayon: Data Parallelism": write `par_iter` for `iter`, and the work is spread over the
//! cores. There is no thread, channel or lock to see, and the result is that of a plain loop.
//!
//! Run: `cargo run -p examples-rayon -- squares`
//! Paste: `cargo add rayon`

use rayon::prelude::*;

/// Returns the square of each number, in the order of the numbers. A `u64` holds the square of any
/// `u32`, so nothing can overflow.
pub fn squares(data: &[u32]) -> Vec<u64> {
    // The jobs end in any order. `collect` knows the place of each result beforehand, because Rayon
    // knows the length of a slice and where it was cut.
    data.par_iter().map(|&x| u64::from(x) * u64::from(x)).collect()
}

pub fn main() {
    let data: Vec<u32> = (0..1_000_000).collect();
    let results = squares(&data);

    println!("{} squares", results.len());
    println!("the first: {:?}", &results[..5]);
    println!("the last: {}", results[results.len() - 1]);
    println!("their sum: {}", results.iter().sum::<u64>());

    let sequential: Vec<u64> = data.iter().map(|&x| u64::from(x) * u64::from(x)).collect();
    println!("the same, in the same order, as without Rayon: {}", results == sequential);

    let fitting = results.iter().filter(|&&square| i32::try_from(square).is_ok()).count();
    println!("an i32, as in the article, could have held the first {fitting} of them");
}
