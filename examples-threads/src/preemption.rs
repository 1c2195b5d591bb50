//! More busy threads than cores, none of which ever yields; and still all make progress.
//!
//! Article A, "Asynchronous programming": the operating system interrupts a thread at any point,
//! while an async task runs until it yields by itself. No thread yields here.
//!
//! Run: `cargo run -p examples-threads -- preemption`
//! Paste: `cargo add anyhow`

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{fs, io, thread};

use anyhow::Context;

const ROUNDS: u64 = 100_000;

/// Keeps `threads` threads busy until each has passed `rounds`. Returns how often the system took a
/// core away from one of them, or `None` where there is no `/proc`. An error if a thread can't start.
pub fn spin(threads: usize, rounds: u64) -> io::Result<Option<u64>> {
    let progress: Vec<_> = (0..threads).map(|_| AtomicU64::new(0)).collect();
    let stop = AtomicBool::new(false);
    let work = &|mine: &AtomicU64| {
        // In an async task, such a loop would keep its thread from all other tasks.
        while !stop.load(Ordering::Relaxed) {
            mine.fetch_add(1, Ordering::Relaxed);
        }
        involuntary_switches()
    };
    thread::scope(|s| {
        // Not `s.spawn`: where it panics, the threads before it would never be told to stop.
        let start = |mine| thread::Builder::new().spawn_scoped(s, move || work(mine));
        let spinners: io::Result<Vec<_>> = progress.iter().map(start).collect();
        let behind = |passed: &AtomicU64| passed.load(Ordering::Relaxed) < rounds;
        while spinners.is_ok() && progress.iter().any(behind) {
            thread::sleep(Duration::from_millis(1)); // This thread watches, and leaves the cores alone.
        }
        stop.store(true, Ordering::Relaxed);
        Ok(spinners?.into_iter().map(|spinner| spinner.join().expect("no thread panics")).sum())
    })
}

/// Returns how often Linux has interrupted the calling thread to run another one.
fn involuntary_switches() -> Option<u64> {
    let status = fs::read_to_string("/proc/thread-self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:"))?;
    line.trim().parse().ok()
}

pub fn main() -> anyhow::Result<()> {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let threads = 2 * cores + 1;
    let switches =
        spin(threads, ROUNDS).with_context(|| format!("can't start {threads} threads"))?;
    println!("spinning threads: {threads}, cores: {cores}; each thread passed {ROUNDS} rounds");
    match switches {
        Some(involuntary) => {
            println!("times that the system took a core away from one: {involuntary}")
        }
        None => println!("this system does not tell how often it took a core away from one"),
    }
    Ok(())
}
