//! Ten thousand timers wait at the same time, and one thread serves them all.
//!
//! Article B, "Smol", has two tasks that wait. Their number hardly matters: a waiting task is a
//! small value in memory, and its timer is an entry in a table. Ten thousand sleeping threads would
//! need ten thousand stacks.
//!
//! Run: `cargo run -p examples-smol -- many_timers`
//! Paste: `cargo add smol`

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use smol::{LocalExecutor, Timer};

/// Starts `timers` tasks, which wait up to `longest` in even steps, and waits for all of them.
/// Returns the sum of their waits and the number of threads that ran them.
pub fn wait_for_all(timers: u32, longest: Duration) -> (Duration, usize) {
    let executor = LocalExecutor::new();
    let tasks: Vec<_> = (1..=timers)
        .map(|number| {
            executor.spawn(async move {
                let wait = longest * number / timers;
                // Not `thread::sleep`, which would stop the one thread, and all other tasks.
                Timer::after(wait).await;
                (wait, thread::current().id())
            })
        })
        .collect();
    smol::block_on(executor.run(async {
        let (mut waited, mut threads) = (Duration::ZERO, HashSet::new());
        for task in tasks {
            let (wait, thread) = task.await;
            waited += wait;
            threads.insert(thread);
        }
        (waited, threads.len())
    }))
}

pub fn main() {
    let start = Instant::now();
    let (waited, threads) = wait_for_all(10_000, Duration::from_millis(500));
    println!("10000 tasks waited; one after the other that would take {} s", waited.as_secs());
    println!("threads that ran them: {threads}");
    println!("time it took: {} ms", start.elapsed().as_millis());
}
