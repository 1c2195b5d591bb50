//! Runs the section's listings; `cargo run -p examples-threads -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(
        examples_threads:
        spawn_join,
        panic_in_join,
        shared_counter,
        poison,
        std_channel,
        lock_order,
        guard_lifetime,
        rwlock_twice,
        condvar,
        publish,
        park,
        once,
        stack_size,
        preemption,
        one_at_a_time,
        thread_per_connection,
    )
}
