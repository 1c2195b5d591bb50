//! Runs the section's listings; `cargo run -p examples-worker-pool -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_worker_pool: goroutines,
        ping,
        close_and_range,
        worker_pool,
        pool_async,
        pool_boxed,
        pool_bounded,
        pool_results,
        pool_panics,
        pool_batches,
        pool_condvar,
        pool_shutdown,
        pool,
    )
}
