//! Where the parallel version loses: both timed on growing inputs, on your machine.
//!
//! Article B names Rayon's overhead in nanoseconds and its near-linear scaling. To hand a job to the
//! pool and wake the workers takes a fixed time, which a small job does not win back.
//!
//! Run: `cargo run -p examples-rayon -- break_even`, and once more with `--release` before `-p`
//! Paste: `cargo add rayon`

use std::{hint::black_box, time::Instant};

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

/// Returns pixels of all colors, mixed: `isqrt` is faster on dark pixels.
pub fn scattered(count: u32) -> Vec<Pixel> {
    let colors = (0..count).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes());
    colors.map(|[r, g, b, _]| [r, g, b]).collect()
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
    println!("workers: {}\npixels  one thread, ns  parallel, ns", rayon::current_num_threads());
    for size in [10, 100, 1_000, 10_000, 100_000] {
        let (alone, shared) = (time(&pixels[..size], sequential), time(&pixels[..size], parallel));
        println!("{size:6}  {alone:14}  {shared:12}");
    }
}
