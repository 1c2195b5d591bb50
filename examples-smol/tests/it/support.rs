use examples_testing::Ran;

use crate::section::SECTION;

/// Runs a listing with stacks of 1.9 GB, untouched, and an address space of `kilobytes` KB.
pub fn without_threads(listing: &str, kilobytes: u32) -> Ran {
    let mut command = std::process::Command::new("sh");
    let script = format!("ulimit -v {kilobytes} && exec \"$0\" {listing}");
    command.args(["-c", &script, SECTION.program]);
    command.env("RUST_MIN_STACK", "1900000000").env("RUST_BACKTRACE", "0");
    SECTION.finish(command)
}
