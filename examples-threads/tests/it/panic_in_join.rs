use std::panic;
use std::thread;

use examples_threads::panic_in_join::{boxes, panic_text};

#[cfg(target_os = "linux")]
use crate::section::SECTION;

#[test]
fn a_payload_that_is_no_text_has_a_stand_in() {
    let payload = thread::spawn(|| panic::panic_any(7)).join().unwrap_err();
    assert_eq!(panic_text(&*payload), "(something other than text)");
}

#[test]
fn boxes_are_rounded_up() {
    assert_eq!(["1 a", "6 a", "7 a"].map(boxes), [1, 1, 2]);
}

#[test]
fn an_order_without_a_number_panics() {
    for bad in ["", "x", "-1 apples", "99999999999 apples", "0 a"] {
        assert!(panic::catch_unwind(|| boxes(bad)).is_err(), "{bad:?}");
    }
}

/// A reader of a default run should not take it for a fault. `script` runs a program in a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_it_says_that_its_panics_are_meant() {
    let command = format!("{} panic_in_join", SECTION.program);
    let mut script = std::process::Command::new("script");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    script.env("TERM", "xterm").env("NO_COLOR", "1");
    match script.stdin(std::process::Stdio::null()).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(said.contains("(The panics are meant: "), "{said}");
        }
        Err(error) => eprintln!("skipped, because script can't be run: {error}"),
    }
}
