//! Runs the section's listings; `cargo run -p examples-crossbeam -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_crossbeam: fan_in,
        broadcast,
        bounded_pipeline,
        stages,
        select_timeout,
        select_send,
        wait_group,
        queues,
        work_stealing,
        false_sharing,
    )
}
