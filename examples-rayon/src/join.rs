//! Divide and conquer with `join`: sorts both halves at once, down to a cut-off.
//!
//! Article A, "Rayon: Data Parallelism": Rayon “automatically splits large workloads”. All of Rayon
//! does so by calls of `join`. Here the calls are our own, on work that divides itself; last comes
//! `par_sort_unstable`, which is the same ready-made.
//!
//! Run: `cargo run -p examples-rayon -- join`, and once more with `--release` before `-p`
//! Paste: `cargo add rayon`

use std::time::Instant;

use rayon::prelude::*;

/// Sorts the prices, and returns how often it called `join`. Slices of at most `cut_off` prices are
/// not divided any more.
pub fn quick_sort(prices: &mut [u32], cut_off: usize) -> usize {
    if prices.len() <= cut_off.max(1) {
        prices.sort_unstable();
        return 0;
    }
    // Moves what is smaller than the median to its left, and what is larger to its right.
    let (left, _, right) = prices.select_nth_unstable(prices.len() / 2);
    // `join` offers its second closure to the other workers and runs the first. If nobody has taken
    // the second by then, it runs that too. The halves do not overlap, so both may be changed.
    let (a, b) = rayon::join(|| quick_sort(left, cut_off), || quick_sort(right, cut_off));
    a + b + 1
}

pub fn main() {
    let prices: Vec<u32> = (0..200_000).map(|i: u32| i.wrapping_mul(2_654_435_761) >> 8).collect();
    let mut ready_made = prices.clone();
    let start = Instant::now();
    ready_made.par_sort_unstable();
    let ready_made_time = start.elapsed();

    println!("cut-off   joins  sorted  time");
    for cut_off in [1, 25_000, prices.len()] {
        let mut prices = prices.clone();
        let start = Instant::now();
        let joins = quick_sort(&mut prices, cut_off);
        let time = start.elapsed();
        println!("{cut_off:7}  {joins:6}  {:6}  {time:.1?}", prices == ready_made);
    }
    println!("par_sort_unstable        {ready_made_time:.1?}");
}
