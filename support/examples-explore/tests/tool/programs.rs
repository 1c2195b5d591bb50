//! What is found in our own small programs.

use std::path::Path;

use super::{explored, program, verdict};

#[track_caller]
fn check(name: &str, args: &[&str], expected: &str) -> Vec<serde_json::Value> {
    let file = program(name);
    let id = format!("program-{}-{}", name.replace('/', "-"), args.concat());
    let (found, stdout) = explored(&id, &[&[&*file, "--schedules", "1000"], args].concat());
    if found.len() == 1 {
        it_fits_on_a_small_terminal_and_the_sentence_is_last(name, &stdout);
    }
    let verdicts: Vec<_> = found.iter().map(verdict).collect();
    assert_eq!(verdicts.join("; "), expected, "{name}: {found:#?}");
    found
}

#[track_caller]
fn it_fits_on_a_small_terminal_and_the_sentence_is_last(name: &str, stdout: &str) {
    assert!(stdout.lines().count() <= 23, "{name}\n{stdout}");
    assert!(stdout.lines().all(|line| line.chars().count() <= 80), "{name}\n{stdout}");
    let last = stdout.lines().rev().find(|line| !line.starts_with("  ")).expect("it prints");
    assert!(last.starts_with(['✓', '✗', '≠']), "{name}\n{stdout}");
    assert!(!stdout.contains('\x1b'), "{name}: no colors in a pipe\n{stdout}");
}

#[test]
fn a_lost_update_is_one_of_two_texts() {
    let found = check("lost_update", &[], "texts differ");
    let printed: Vec<_> = found[0]["endings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|ending| &ending["printed"])
        .collect();
    assert!(printed.contains(&&"counted to 1\n".into()), "{printed:?}");
}

#[test]
fn failures_are_told_apart() {
    check("two_locks", &[], "deadlock");
    check("panics", &[], "panic");
    check("endless", &[], "endless");
    check("leak", &[], "leak");
}

#[test]
fn handles_are_counted_and_dropped_at_any_time() {
    check("upgrade", &[], "panic");
    check("last_handle", &[], "panic");
}

#[test]
fn polling_may_be_allowed() {
    check("polls", &[], "polling");
    check("polls", &["--may-poll"], "right");
}

#[test]
fn an_order_that_needs_time_is_told_apart() {
    let found = check("late", &[], "texts differ");
    for ending in found[0]["endings"].as_array().expect("a list") {
        assert_eq!(ending["time"].is_null(), ending["printed"] == "soup\n", "{ending:#}");
    }
}

#[test]
fn each_order_begins_anew() {
    check("statics", &[], "right");
}

#[test]
fn a_program_of_several_files() {
    check("shop/main", &[], "right");
}

#[test]
fn each_test_is_explored() {
    check("tested", &[], "right; panic");
    check("tested", &["--test", "tests::one_step"], "right");
}

#[test]
fn an_answer_to_a_lab_is_a_program() {
    let file = "labs/solutions/threads/gate.rs";
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file).exists() {
        return eprintln!("skipped: a copy for students has no answers");
    }
    let (found, _) = explored("lab", &[file, "--schedules", "300"]);
    assert_eq!(found.iter().map(verdict).collect::<Vec<_>>(), ["texts differ"]); // Who passes first.
}
