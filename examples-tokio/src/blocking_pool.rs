//! Blocking jobs that wait for blocking jobs: a pool full of them stands still.
//!
//! Article B, "Async File I/O", speaks of hidden thread pools. `spawn_blocking`, `tokio::fs` and the
//! look-up of host names share one, of 512 threads by default. Here it has two, so it is soon full.
//!
//! Run: `cargo run -p examples-tokio -- blocking_pool`
//! Paste: `cargo add tokio --features rt`

use std::sync::{Arc, Barrier, mpsc};
use std::{io, time::Duration};

use tokio::runtime::{Builder, Handle};
use tokio::task;

const THREADS: usize = 2;

/// Stands for a short call that blocks, such as one of `std::fs`.
pub fn read() -> u32 {
    1
}

/// The mistake, if a blocking job calls it: keeps a thread, and waits for another one.
pub fn read_on_another_thread() -> u32 {
    let read = task::spawn_blocking(read); // `tokio::fs::read` does the same.
    Handle::current().block_on(read).expect("to read can't panic")
}

/// Starts `jobs` blocking jobs. When each of them has a thread, each calls `read`. Returns how many have
/// read, or `None` if one of them has not within `patience`.
///
/// # Errors
/// If the runtime can't be started.
pub fn run(jobs: usize, read: fn() -> u32, patience: Duration) -> io::Result<Option<u32>> {
    let runtime = Builder::new_current_thread().max_blocking_threads(THREADS).build()?;
    let all_have_begun = Arc::new(Barrier::new(jobs));
    let (sender, results) = mpsc::channel();
    for _ in 0..jobs {
        let (all_have_begun, sender) = (Arc::clone(&all_have_begun), sender.clone());
        runtime.spawn_blocking(move || {
            all_have_begun.wait();
            let _ = sender.send(read()); // `main` may have given up.
        });
    }
    let have_read = (0..jobs).map(|_| results.recv_timeout(patience).ok()).sum();
    runtime.shutdown_background(); // `drop` would wait for jobs that never end.
    Ok(have_read)
}

pub fn main() -> io::Result<()> {
    let (short, long) = (Duration::from_millis(200), Duration::from_secs(3600));
    println!("threads for blocking jobs: {THREADS}");
    let one = run(1, read_on_another_thread, long)?;
    println!("1 job that waits for another one: {one:?}");
    let two = run(2, read_on_another_thread, short)?;
    println!("2 jobs that wait for another one: {two:?}");
    let plain = run(2, read, long)?;
    println!("2 jobs that read themselves: {plain:?}");
    Ok(())
}
