//! `par_chunks`: each job gets a slice. Its length decides which workers have work.
//!
//! Article B, "Rayon", best practices, names `par_chunks` beside `par_iter`. A chunk is never
//! divided: one worker gets all of it. `aggregate` used that for its groups; this listing shows what
//! the length costs.
//!
//! Run: `cargo run -p examples-rayon -- chunks`
//! Paste: `cargo add anyhow rayon`

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const WORKERS: usize = 4;

/// Returns the highest of each `size` readings, in order. The last chunk can be shorter.
///
/// # Panics
/// If `size` is 0, like `par_chunks`.
pub fn peaks(readings: &[u32], size: usize) -> Vec<u32> {
    // Whatever a job prepares in here, such as a buffer or a lock, it prepares once for a chunk.
    readings.par_chunks(size).map(|chunk| *chunk.iter().max().expect("no chunk is empty")).collect()
}

/// Returns how many readings each worker gets if the chunks are divided as evenly as possible.
///
/// # Panics
/// If `size` is 0.
pub fn best_shares(readings: usize, size: usize) -> [usize; WORKERS] {
    let mut shares = [0; WORKERS];
    for start in (0..readings).step_by(size) {
        // Each chunk goes to the worker that has least. No scheduler can do better, not even Rayon.
        let least = shares.iter_mut().min().expect("there are workers");
        *least += size.min(readings - start);
    }
    shares
}

pub fn main() -> anyhow::Result<()> {
    // One reading of an electricity meter for each minute of a day, in watts.
    let readings: Vec<u32> = (0..24 * 60).map(|minute| 200 + minute * 7919 % 3001).collect();
    let pool = ThreadPoolBuilder::new().num_threads(WORKERS).build()?;

    println!("{} readings, {WORKERS} workers, divided as evenly as possible", readings.len());
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
