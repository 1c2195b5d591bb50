//! Where the parallel version loses: both timed on growing inputs, on your machine.
//!
//! Article B names Rayon's overhead in nanoseconds and its near-linear scaling. Both depend on the
//! size of the job: to hand it to the pool and wake the workers takes a fixed time, which a small
//! job does not win back.
//!
//! Run: `cargo run -p examples-rayon -- break_even`, and once more with `--release` before `-p`:
//! a debug build makes each pixel slower, so the parallel version wins from fewer pixels on.
//! Paste: `cargo add rayon`

use std::hint::black_box;
use std::time::Instant;

use rayon::prelude::*;

type Pixel = [u8; 3];

/// Returns how bright a pixel looks, from 0 to 255: green counts most.
pub fn brightness(&[r, g, b]: &Pixel) -> u64 {
    let [r, g, b] = [r, g, b].map(u64::from);
    ((299 * r * r + 587 * g * g + 114 * b * b) / 1000).isqrt()
}

/// Returns the sum of the brightness of all pixels.
pub fn sequential(pixels: &[Pixel]) -> u64 {
    pixels.iter().map(brightness).sum()
}

/// Returns the same sum, computed by all workers.
pub fn parallel(pixels: &[Pixel]) -> u64 {
    pixels.par_iter().map(brightness).sum()
}

/// Returns pixels of all colors, mixed: `isqrt` is faster on dark pixels, and any part of the
/// result must have its share of them.
pub fn scattered(count: u32) -> Vec<Pixel> {
    let colors = (0..count).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes());
    colors.map(|[r, g, b, _]| [r, g, b]).collect()
}

/// Returns the size from which on the parallel version was faster, at this and every larger size.
/// Rows are size, sequential time and parallel time, smallest size first.
pub fn break_even(rows: &[(usize, u128, u128)]) -> Option<usize> {
    // From the end: a single win at a small size, by chance, does not count.
    rows.iter().rev().take_while(|(_, alone, shared)| shared < alone).last().map(|row| row.0)
}

/// Returns the nanoseconds that a run takes: the median of eleven measurements.
fn time(pixels: &[Pixel], job: fn(&[Pixel]) -> u64) -> u128 {
    // One run on few pixels can be shorter than a tick of the clock, so several are timed.
    let repeats = (10_000 / pixels.len()).clamp(1, 100);
    let mut times = [0; 11].map(|_: u128| {
        let start = Instant::now();
        for _ in 0..repeats {
            black_box(job(black_box(pixels))); // An unused result would be optimized away.
        }
        start.elapsed().as_nanos() / repeats as u128
    });
    times.sort_unstable();
    times[5] // Unlike the mean, it ignores a run that was interrupted.
}

pub fn main() {
    let pixels = scattered(100_000);
    parallel(&pixels); // The first call starts the pool, which must not be measured.

    println!("workers: {}", rayon::current_num_threads());
    println!("pixels  one thread, ns  parallel, ns");
    let rows = [10, 100, 1_000, 10_000, 100_000].map(|size| {
        let (alone, shared) = (time(&pixels[..size], sequential), time(&pixels[..size], parallel));
        println!("{size:6}  {alone:14}  {shared:12}");
        (size, alone, shared)
    });
    match break_even(&rows) {
        Some(size) => println!("in this run, parallel was faster from {size} pixels on"),
        None => println!("in this run, parallel was not faster at 100000 pixels"),
    }
}
