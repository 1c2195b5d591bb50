//! Where the parallel version loses: both timed on growing inputs, on your machine.
//!
//! Article B names Rayon's overhead in nanoseconds and its near-linear speed-up, and both depend on
//! the size of the job. To hand work to the pool and wake its workers takes a fixed time, which a
//! small input does not win back.
//!
//! Run: `cargo run -p examples-rayon -- break_even`, and once more with `--release` before `-p`:
//! a debug build makes each pixel dearer, so that sharing pays from fewer pixels on.
//! Paste: `cargo add rayon`

use std::hint::black_box;
use std::time::Instant;

use rayon::prelude::*;

type Pixel = [u8; 3];

/// How bright the eye finds a pixel, from 0 to 255: green counts most.
pub fn brightness(&[r, g, b]: &Pixel) -> u64 {
    let [r, g, b] = [r, g, b].map(u64::from);
    ((299 * r * r + 587 * g * g + 114 * b * b) / 1000).isqrt()
}

/// The brightness of all pixels together.
pub fn sequential(pixels: &[Pixel]) -> u64 {
    pixels.iter().map(brightness).sum()
}

/// The same on all workers. An integer sum is the same in any grouping.
pub fn parallel(pixels: &[Pixel]) -> u64 {
    pixels.par_iter().map(brightness).sum()
}

/// The size from which on the parallel version was faster, at this and every larger size: rows
/// are size, sequential time, parallel time, smallest size first.
pub fn break_even(rows: &[(usize, u128, u128)]) -> Option<usize> {
    // From the end: a single win at a small size, by chance, does not count.
    rows.iter().rev().take_while(|(_, alone, shared)| shared < alone).last().map(|row| row.0)
}

/// The nanoseconds that a run takes: the median of eleven measurements.
fn time(pixels: &[Pixel], job: fn(&[Pixel]) -> u64) -> u128 {
    // A single run on few pixels is shorter than a tick of some clocks, so several are timed.
    let repeats = (10_000 / pixels.len()).clamp(1, 100);
    let mut times: Vec<u128> = (0..11)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..repeats {
                black_box(job(black_box(pixels))); // An unused result would be optimised away.
            }
            start.elapsed().as_nanos() / repeats as u128
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2] // The mean would follow a single run that something interrupted.
}

pub fn main() {
    let sizes = [10, 100, 1_000, 10_000, 100_000];
    let pixels: Vec<Pixel> =
        (0..100_000u32).map(|i| [i as u8, (i / 3) as u8, (i / 7) as u8]).collect();
    parallel(&pixels); // The first call starts the pool; that is not to be measured.

    println!("workers: {}", rayon::current_num_threads());
    println!("pixels  one thread, ns  parallel, ns");
    let mut rows = Vec::new();
    for size in sizes {
        let input = &pixels[..size];
        let (alone, shared) = (time(input, sequential), time(input, parallel));
        println!("{size:6}  {alone:14}  {shared:12}");
        rows.push((size, alone, shared));
    }
    match break_even(&rows) {
        Some(size) => println!("in this run, parallel was faster from {size} pixels on"),
        None => println!("in this run, parallel was not faster at 100000 pixels"),
    }
}
