//! Measures the claims; `cargo run -p examples-performance -- --help` tells how.

use std::env;
use std::process::ExitCode;

use examples_performance::{harness, studies, web_servers};

fn main() -> ExitCode {
    if env::var_os(web_servers::CLIENT).is_some() {
        // Its server says what is wrong, if this fails.
        return ExitCode::from(u8::from(web_servers::client().is_err()));
    }
    harness::run::run(&studies())
}
