//! Runs the section's listings; `cargo run -p examples-rayon -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_rayon:
        squares,
        fallible,
        aggregate,
        fold_reduce,
        chunks,
        pieces,
        join,
        bridge,
        stop_early,
        atomic_pitfall,
        images,
        files,
        break_even,
        custom_pool,
        waiting_worker,
        panics,
    )
}
