//! Runs the section's listings; `cargo run -p examples-rayon -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(examples_rayon: images, files)
}
