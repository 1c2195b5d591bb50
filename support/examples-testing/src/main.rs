//! Makes the files of a new listing, and the lines that name it:
//! `cargo run -p examples-testing -- new SECTION NAME`.

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let (section, name) = match *words {
        ["new", section, name] if is_name(name) => (section.trim_start_matches("examples-"), name),
        _ => {
            eprintln!(
                "usage: cargo run -p examples-testing -- new SECTION NAME, as in `new rayon squares`"
            );
            return ExitCode::from(2);
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match examples_testing::new_listing(&root, section, name) {
        Ok(written) => {
            written.iter().for_each(|file| println!("{file}"));
            println!("`cargo test -p examples-{section}` names what is missing now");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
