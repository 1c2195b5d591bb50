//! Measures the claims; `cargo run -p examples-performance -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_performance::harness::run::run(&examples_performance::studies())
}
