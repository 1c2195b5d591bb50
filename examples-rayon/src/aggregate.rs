//! Sums floats in parallel: the grouping of the additions decides the last digits.
//!
//! Article B, "Rayon": `sum` in place of `collect`. On integers it is exact. On floats each addition
//! rounds, so `(a + b) + c` can differ from `a + (b + c)`, and Rayon promises no grouping.
//!
//! Run: `cargo run -p examples-rayon -- aggregate`
//! Paste: `cargo add anyhow rayon`

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Returns the sum of the squares. The last digits depend on how Rayon groups the additions: they
/// can change with the number of workers, and from run to run.
pub fn parallel_aggregation(numbers: &[f64]) -> f64 {
    // Not `x.powi(2)` as in the article: std does not promise the last digit of `powi`.
    numbers.par_iter().map(|&x| x * x).sum()
}

/// Returns the sum of the squares, the same to the last bit on every run and with any number of
/// workers.
pub fn reproducible_aggregation(numbers: &[f64]) -> f64 {
    // The length of a chunk is fixed, so the groups depend on the data and not on the pool.
    let partial_sums: Vec<f64> = numbers.par_chunks(1_000).map(sum_of_squares).collect();
    partial_sums.iter().sum() // One thread adds them, in the order of the chunks.
}

fn sum_of_squares(numbers: &[f64]) -> f64 {
    numbers.iter().map(|x| x * x).sum()
}

pub fn main() -> anyhow::Result<()> {
    let (a, b, c) = (0.1 * 0.1, 0.2 * 0.2, 0.5 * 0.5);
    println!("(0.1² + 0.2²) + 0.5² = {}", (a + b) + c);
    println!("0.1² + (0.2² + 0.5²) = {}", a + (b + c));

    let numbers: Vec<f64> = (1..=1_000_000).map(|k| 1.0 / f64::from(k)).collect();
    let backwards: Vec<f64> = numbers.iter().rev().copied().collect();
    println!("\n1 + (1/2)² + (1/3)² + … + (1/1000000)²");
    println!("from the left:      {}", sum_of_squares(&numbers));
    println!("from the right:     {}", sum_of_squares(&backwards));
    println!("in chunks of 1000:  {}", reproducible_aggregation(&numbers));
    // Ten decimals: further digits can differ on the next run.
    println!("as Rayon groups it: {:.10}…", parallel_aggregation(&numbers));

    let mut bits = Vec::new();
    for workers in [1, 2, 4] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build()?;
        bits.push(pool.install(|| reproducible_aggregation(&numbers)).to_bits());
    }
    bits.dedup();
    println!("in chunks, with 1, 2 and 4 workers, the same bits: {}", bits.len() == 1);
    Ok(())
}
