//! Explores a program: `cargo run -p examples-explore -- FILE.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    examples_explore::command_line()
}
