//! Runs the section's listings; `cargo run -p examples-scope -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_scope:
        borrow_locals,
        process_parallel,
        disjoint_mut,
        arc_mutex_or_borrow,
    )
}
