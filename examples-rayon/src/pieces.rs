//! How Rayon cuts the input: `map_init` makes a value for a piece, not for a worker.
//!
//! Not in the articles. Rayon halves the input until each worker has a piece, and halves on where a worker takes
//! a piece from another. It does not cut it into single items, so nobody has to group small ones by hand.
//!
//! Run: `cargo run -p examples-rayon -- pieces`
//! Paste: `cargo add rayon`

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Stands for work that needs a buffer.
fn write(buffer: &mut Vec<u8>, number: u32) -> usize {
    buffer.clear(); // The item before has left something in it.
    buffer.extend(number.to_string().bytes());
    buffer.len()
}

/// Returns how many buffers are made, one for each piece, and the number of digits in all.
pub fn map_init(pool: &ThreadPool, numbers: impl ParallelIterator<Item = u32>) -> (usize, usize) {
    let made = AtomicUsize::new(0);
    let make = || {
        made.fetch_add(1, Relaxed);
        Vec::new()
    };
    let digits = pool.install(|| numbers.map_init(make, write).sum());
    (made.into_inner(), digits)
}

thread_local!(static BUFFER: Cell<Option<Vec<u8>>> = const { Cell::new(None) });

/// The same with one buffer for each worker, which keeps it.
pub fn kept(pool: &ThreadPool, numbers: impl ParallelIterator<Item = u32>) -> (usize, usize) {
    let made = AtomicUsize::new(0);
    let count = |number| {
        // Takes it out: if `write` called Rayon, another job could run here, and need a buffer.
        let mut buffer = BUFFER.take().unwrap_or_else(|| {
            made.fetch_add(1, Relaxed);
            Vec::new()
        });
        let digits = write(&mut buffer, number);
        BUFFER.set(Some(buffer));
        digits
    };
    let digits = pool.install(|| numbers.map(count).sum());
    (made.into_inner(), digits)
}

pub fn main() -> Result<(), ThreadPoolBuildError> {
    for (workers, least) in [(1, 2), (4, 8)] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build()?;
        let numbers = || (0..1000).into_par_iter();
        let (made, digits) = map_init(&pool, numbers());
        println!("workers: {workers}, digits: {digits}, buffers that are made");
        println!("  by map_init, {least} or more: {}", made >= least);
        println!("  ... with_min_len(500): {}", map_init(&pool, numbers().with_min_len(500)).0);
        println!("  ... with_max_len(1): {}", map_init(&pool, numbers().with_max_len(1)).0);
        println!("  and kept, {workers} or fewer: {}", kept(&pool, numbers()).0 <= workers);
    }
    Ok(())
}
