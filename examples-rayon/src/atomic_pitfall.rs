//! Looking at an atomic, then changing it: a barrier makes sure a seat is sold twice.
//!
//! Article B, "Rayon", safety: atomics and locks rule out data races, but another thread can come in
//! between two steps on them. The compiler accepts both versions below.
//!
//! Run: `cargo run -p examples-rayon -- atomic_pitfall`
//! Paste: `cargo add anyhow rayon`

use std::sync::{Barrier, atomic::AtomicU32, atomic::Ordering::Relaxed};

use rayon::ThreadPoolBuilder;

// `Relaxed` is enough: no other data depends on the number. No ordering would fix the first version.

/// Returns whether the buyer got a ticket. Wrong: both buyers look before one of them takes.
pub fn look_then_take(seats: &AtomicU32, barrier: &Barrier) -> bool {
    let free = seats.load(Relaxed);
    // Without the barrier this goes wrong so seldom that a test may never see it.
    barrier.wait();
    if free == 0 {
        return false;
    }
    seats.store(free - 1, Relaxed); // Overwrites what the other buyer stored.
    true
}

/// Looks and takes in one step. Returns whether the buyer got a ticket.
pub fn take_in_one_step(seats: &AtomicU32, barrier: &Barrier) -> bool {
    let mut free = seats.load(Relaxed);
    barrier.wait();
    // `fetch_sub` would be one step too, but it would go on below 0, to 4294967295.
    while free > 0 {
        // Takes only if the number is still the one we saw; if not, returns what it is now.
        match seats.compare_exchange_weak(free, free - 1, Relaxed, Relaxed) {
            Ok(_) => return true,
            Err(now) => free = now,
        }
    }
    false
}

/// Lets two buyers buy at the same time. Returns the number of tickets sold and of seats left.
pub fn sell(seats: u32, buy: fn(&AtomicU32, &Barrier) -> bool) -> anyhow::Result<(usize, u32)> {
    // The buyers wait for each other, so each needs a worker of its own.
    let pool = ThreadPoolBuilder::new().num_threads(2).build()?;
    let (seats, barrier) = (AtomicU32::new(seats), Barrier::new(2));
    let tickets = pool.broadcast(|_| buy(&seats, &barrier)); // once on every worker
    Ok((tickets.into_iter().filter(|&bought| bought).count(), seats.into_inner()))
}

pub fn main() -> anyhow::Result<()> {
    for seats in [1, 10] {
        println!("two buyers, free seats: {seats}");
        let (sold, left) = sell(seats, look_then_take)?;
        println!("  look, then take: tickets sold {sold}, seats left {left}");
        let (sold, left) = sell(seats, take_in_one_step)?;
        println!("  in one step:     tickets sold {sold}, seats left {left}");
    }
    Ok(())
}
