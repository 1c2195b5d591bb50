//! Stops a parallel iterator when the time is up, with the first items done, or any.
//!
//! Not in the articles. `par_iter` begins in several places of the input at once. `par_bridge` hands the items
//! out in their order, so those that are done are the first ones.
//!
//! Run: `cargo run -p examples-rayon -- stop_early`
//! Paste: `cargo add rayon`

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Does items of the whole input, until the time is up. An item that has begun is done.
pub fn from_everywhere(
    pool: &ThreadPool,
    in_time: impl Fn() -> bool + Send + Sync,
    work: impl Fn(u32) -> u32 + Sync + Send,
) -> Vec<u32> {
    pool.install(|| (0..100).into_par_iter().take_any_while(|_| in_time()).map(work).collect())
}

/// Does the first items, until the time is up. They come back in any order.
pub fn from_the_front(
    pool: &ThreadPool,
    in_time: impl Fn() -> bool + Send + Sync,
    work: impl Fn(u32) -> u32 + Sync + Send,
) -> Vec<u32> {
    // std's `take_while`, before the bridge: one worker at a time asks it for the next item.
    pool.install(|| (0..100).take_while(|_| in_time()).par_bridge().map(work).collect())
}

/// Stands for a clock: it is time for this many items.
pub fn time_for(items: usize) -> impl Fn() -> bool {
    let left = AtomicUsize::new(items);
    move || left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok()
}

/// Returns work in which the two workers meet: one with item 0, the other with its own first item.
pub fn meets_at(other: u32) -> impl Fn(u32) -> u32 {
    let both = Barrier::new(2);
    move |item| {
        if item == 0 || item == other {
            both.wait();
        }
        item
    }
}

pub fn main() -> Result<(), ThreadPoolBuildError> {
    let pool = ThreadPoolBuilder::new().num_threads(2).build()?;
    let done = from_everywhere(&pool, time_for(10), meets_at(50));
    println!("par_iter:   {} items, 50 is one of them: {}", done.len(), done.contains(&50));
    let mut done = from_the_front(&pool, time_for(10), meets_at(1));
    done.sort();
    println!("par_bridge: {} items, {done:?}", done.len());
    Ok(())
}
