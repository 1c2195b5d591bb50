//! Looking at an atomic, then changing it: a barrier makes sure that a seat is sold twice.
//!
//! Article B, "Rayon", safety: atomics, `Mutex` and `RwLock` rule out data races, yet an operation
//! made of two steps can be interrupted between them. The compiler accepts both versions below.
//!
//! Run: `cargo run -p examples-rayon -- atomic_pitfall`
//! Paste: `cargo add anyhow rayon`

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

// `Relaxed` is enough here: each step on the one number is atomic by itself, and no other data is
// handed over with it. A stronger ordering would not mend the first version either.
const ORDER: Ordering = Ordering::Relaxed;

/// Sells a seat in two steps: looks, and then takes. Says whether the buyer has a ticket.
///
/// Wrong: at the barrier, each buyer has looked and none has taken.
pub fn look_then_take(seats: &AtomicU32, barrier: &Barrier) -> bool {
    let free = seats.load(ORDER);
    // Without the barrier the two seldom look at the same moment, and a test may never see it.
    barrier.wait();
    if free == 0 {
        return false;
    }
    seats.store(free - 1, ORDER); // What the other buyer stored meanwhile is overwritten.
    true
}

/// Sells a seat in one step. Says whether the buyer has a ticket.
pub fn take_in_one_step(seats: &AtomicU32, barrier: &Barrier) -> bool {
    barrier.wait(); // The same crowd at the counter.
    // `checked_sub` says no at 0. If another buyer came in between, `fetch_update` looks again.
    // `fetch_sub` would be one step as well, but it would go on below 0, to 4294967295.
    seats.fetch_update(ORDER, ORDER, |free| free.checked_sub(1)).is_ok()
}

/// Lets two buyers at the seats at once, and gives the tickets sold and the seats left.
///
/// # Panics
/// If the pool does not have exactly two workers: the buyers wait for each other, one on each.
pub fn sell(pool: &ThreadPool, seats: u32, buy: fn(&AtomicU32, &Barrier) -> bool) -> (usize, u32) {
    assert_eq!(pool.current_num_threads(), 2, "each buyer needs a worker of its own");
    let (seats, barrier) = (AtomicU32::new(seats), Barrier::new(2));
    // `broadcast` runs the job once on every worker of the pool.
    let tickets = pool.broadcast(|_| buy(&seats, &barrier));
    (tickets.into_iter().filter(|&bought| bought).count(), seats.into_inner())
}

pub fn main() -> anyhow::Result<()> {
    let pool = ThreadPoolBuilder::new().num_threads(2).build()?;
    for seats in [1, 10] {
        println!("two buyers, free seats: {seats}");
        let (sold, left) = sell(&pool, seats, look_then_take);
        println!("  look, then take: tickets sold {sold}, seats left {left}");
        let (sold, left) = sell(&pool, seats, take_in_one_step);
        println!("  in one step:     tickets sold {sold}, seats left {left}");
    }
    Ok(())
}
