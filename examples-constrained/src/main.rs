//! Runs the section's listings; `cargo run -p examples-constrained -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_constrained: no_threads,
        no_heap,
        task_sizes,
    )
}
