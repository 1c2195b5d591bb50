//! Runs the section's listings; `cargo run -p examples-smol -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_smol: join_two,
        own_block_on,
        nobody_runs,
        race,
        dropped_task,
        local_borrow,
        one_or_many_threads,
        many_timers,
        tcp_proxy,
        unblock,
        tokio_inside_smol,
    )
}
