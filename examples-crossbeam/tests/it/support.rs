//! What several files need.

use std::process::Command;

use examples_testing::Ran;

use crate::section::SECTION;

/// Runs a listing where the system can start `threads` threads and no more: each has a stack of
/// 1.9 GB, untouched, and the address space has room for that many.
pub fn run_with_threads(listing: &str, threads: usize) -> Ran {
    let kilobytes = 1_000_000 + threads * 1_900_000;
    let mut command = Command::new("sh");
    command.args([
        "-c",
        &format!("ulimit -v {kilobytes} && exec \"$0\" {listing}"),
        SECTION.program,
    ]);
    command.env("RUST_MIN_STACK", "1900000000").env("RUST_BACKTRACE", "0");
    SECTION.finish(command)
}
