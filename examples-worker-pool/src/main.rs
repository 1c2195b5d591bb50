//! Runs the section's listings; `cargo run -p examples-worker-pool -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_worker_pool: goroutines,
        ping,
        worker_pool,
        close_and_range,
        pool_boxed,
        pool_shutdown,
        pool_panics,
        pool_results,
        pool_bounded,
        pool_batches,
        pool_async,
        pool,
    )
}
