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
        async_file_io,
        borrow_in_async,
        async_channels,
        lock_across_await,
        timeout_and_cancel,
        task_tracker,
        bounded_concurrency,
        streams,
    }
}
