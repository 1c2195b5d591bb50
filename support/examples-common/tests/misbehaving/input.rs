//! Shows the arguments that it sees, and accepts no `wrong`.
//!
//! Run: `cargo run --example misbehaving -- input [WORDS]`
use std::process::ExitCode;

pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    println!("{arguments:?}");
    if arguments.iter().any(|argument| argument == "wrong") {
        eprintln!("expected something right");
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}
