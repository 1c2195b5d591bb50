//! Runs the section's listings; `cargo run -p examples-tokio -- --help` tells how.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_common::section!(examples_tokio: http_get, accept_loop, http_server, server_limits, graceful_shutdown)
}
