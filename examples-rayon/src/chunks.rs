//! `par_chunks`: a slice at a time, whose length decides which workers have work.
//!
//! Article B, "Rayon", best practices, names `par_chunks` beside `par_iter`. A chunk is never
//! divided: it goes to one worker, in one call. `aggregate` used that for its groups; this listing
//! shows what the length costs.
//!
//! Run: `cargo run -p examples-rayon -- chunks`
//! Paste: `cargo add anyhow rayon`

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const WORKERS: usize = 4;

/// The highest reading of each `size` readings, in order; the last chunk may be shorter.
///
/// # Panics
/// If `size` is 0, as `par_chunks` does.
pub fn peaks(readings: &[u32], size: usize) -> Vec<u32> {
    // What is prepared in here (a buffer, a map, a lock taken) is paid for once a chunk.
    readings
        .par_chunks(size)
        .map(|chunk| *chunk.iter().max().expect("a chunk has at least one reading"))
        .collect()
}

/// How many readings each of the workers has if the chunks are dealt out as evenly as can be.
///
/// # Panics
/// If `size` is 0.
pub fn best_shares(readings: usize, size: usize) -> [usize; WORKERS] {
    let mut shares = [0; WORKERS];
    for start in (0..readings).step_by(size) {
        // Each chunk goes to the worker that has least. No scheduler can do better, Rayon included.
        let least = shares.iter_mut().min().expect("there are workers");
        *least += size.min(readings - start);
    }
    shares
}

pub fn main() -> anyhow::Result<()> {
    // One reading of an electricity meter for each minute of a day, in watts.
    let readings: Vec<u32> = (0..24 * 60).map(|minute| 200 + minute * 7919 % 3001).collect();
    let pool = ThreadPoolBuilder::new().num_threads(WORKERS).build()?;

    println!("{} readings, {WORKERS} workers, shared out as evenly as can be", readings.len());
    println!("chunk size  chunks  workers without work  busiest worker has  day's peak");
    for size in [1, 60, 300, 360, 480, 1440] {
        let peaks = pool.install(|| peaks(&readings, size));
        let shares = best_shares(readings.len(), size);
        println!(
            "{size:10}  {:6}  {:20}  {:18}  {:8} W",
            peaks.len(),
            shares.iter().filter(|&&share| share == 0).count(),
            shares.iter().max().expect("there are workers"),
            peaks.iter().max().expect("a day has readings"),
        );
    }
    Ok(())
}
