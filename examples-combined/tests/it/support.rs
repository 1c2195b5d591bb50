use std::sync::Barrier;

use rayon::ThreadPoolBuilder;

/// Runs `job` inside each worker of a new pool at the same time.
pub fn in_each_worker(workers: usize, job: impl Fn() + Sync) {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
    let all_inside = Barrier::new(workers);
    pool.broadcast(|_| {
        all_inside.wait();
        job();
    });
}

/// Runs a listing in an address space that has room for `threads` threads: each has a stack of 1.9 GB,
/// untouched.
#[cfg(target_os = "linux")]
pub fn with_so_many_threads(command: &str, threads: u64) -> examples_testing::Ran {
    use crate::section::SECTION;

    let mut shell = std::process::Command::new("sh");
    let kilobytes = 1_000_000 + threads * 1_900_000;
    let script = format!("ulimit -v {kilobytes} && exec \"$0\" {command}");
    shell.args(["-c", &script, SECTION.program]);
    shell.env("RUST_MIN_STACK", "1900000000").env("RUST_BACKTRACE", "0");
    SECTION.finish(shell)
}
