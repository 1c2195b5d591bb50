//! What the runner does on a terminal only. `script` runs a program in a terminal of its own.

use std::process::{Command, Stdio};

/// Runs the section in a terminal of this width; returns `None` where there is no `script`.
fn on_a_terminal(columns: u16, arguments: &str) -> Option<String> {
    let program = crate::misbehaving();
    let command = format!("stty cols {columns} rows 24; {} {arguments}", program.display());
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    script
        .env("TERM", "xterm")
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .env("EXAMPLES_DEADLINE", "1");
    match script.stdin(Stdio::null()).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n")),
        Err(error) => {
            eprintln!("skipped, because script can't be run: {error}");
            None
        }
    }
}

#[test]
fn headings_wrap_at_words_and_the_end_says_where_to_go_next() {
    let Some(said) = on_a_terminal(40, "") else { return };
    assert!(said.contains("== works (1 of 8): Prints one line.\n"), "{said}");
    let wrapped = "\n== input (6 of 8): Shows the words that\n   ";
    assert!(said.contains(wrapped), "{said}");
    let (_, end) = said.rsplit_once("\n\n").expect("there is an empty line");
    assert!(end.starts_with("Where to go next:\n  cargo page misbehaving"), "{said}");
}

#[test]
fn the_help_is_a_table_on_a_narrow_terminal() {
    let Some(said) = on_a_terminal(80, "--help") else { return };
    let two_lines = "\
cargo run -p misbehaving -- NAME [INPUT...]    one listing, on your input if it
                                               takes any
";
    assert!(said.contains(two_lines), "{said}");
    assert!(said.lines().all(|line| line.len() <= 80), "{said}");
}

#[test]
fn after_a_listing_stands_where_its_page_is() {
    let Some(said) = on_a_terminal(80, "works") else { return };
    let remark = "misbehaving/src/works.rs; `cargo page misbehaving/works` explains it\n";
    assert_eq!(said, format!("it works\n{remark}"));
}
