//! What the book's page `explore.md` shows. `SNAPSHOTS=overwrite` writes it anew.

use std::env;
use std::fs;
use std::path::Path;

use super::{program, run, tool};

/// Checks that this is what the page shows, as far as it does not depend on which orders the engine chooses: its first
/// line, and the beginning of its sentence.
fn check(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/shown/{name}.txt"));
    if is_overwritten() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
        fs::write(&file, text).expect("the file is written");
    }
    let shown = fs::read_to_string(&file).unwrap_or_default();
    let is_sentence = |line: &&str| line.starts_with(['✓', '✗', '≠']);
    let essence = |text: &str| {
        [text.lines().next(), text.lines().find(is_sentence)].map(|line| line.map(str::to_owned))
    };
    assert_eq!(
        essence(text),
        essence(&shown),
        "{} is outdated: SNAPSHOTS=overwrite",
        file.display()
    );
}

fn is_overwritten() -> bool {
    env::var("SNAPSHOTS").is_ok_and(|what| what == "overwrite")
}

#[test]
fn the_page_shows_what_is_printed() {
    check("help", &run(&["--help"]).1);
    // What is compared is the same after fewer orders.
    let few: &[&str] = if is_overwritten() { &[] } else { &["--schedules", "500"] };
    for name in ["lost_update", "two_locks"] {
        check(name, &run(&[&[&*program(name)], few].concat()).1);
    }
    check("uses_files", &run(&[&program("uses_files")]).2);

    // As in a project of its own.
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shown");
    fs::create_dir_all(project.join("src")).expect("the folder is made");
    fs::write(project.join("src/lib.rs"), include_str!("../seats/lib.rs")).expect("it is written");
    let output = tool(&[&["src/lib.rs"], few].concat())
        .current_dir(project)
        .output()
        .expect("the tool starts");
    check("seats", &String::from_utf8(output.stdout).expect("it prints UTF-8"));
}
