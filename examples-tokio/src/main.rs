//! Runs the section's listings; `cargo run -p examples-tokio -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section! {
        examples_tokio:
        http_get,
        accept_loop,
        server_limits,
        graceful_shutdown,
        http_server,
        many_tasks,
        many_connections,
        cooperation,
        cpu_in_async,
        blocked_worker,
        blocking_pool,
        bridging,
        between_block_ons,
        exit_hangs,
        async_file_io,
        borrow_in_async,
        async_channels,
        lock_across_await,
        timeout_and_cancel,
        own_reader,
        select_loop,
        select_order,
        kept_future,
        cancelled_guard,
        abort,
        join_race_spawn,
        try_join_handles,
        task_tracker,
        bounded_concurrency,
        streams,
    }
}
