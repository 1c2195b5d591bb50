//! The program as a reader runs it. Each contender runs once: what is tested is that it runs.

use std::fs;

use crate::SECTION;

#[test]
fn the_list_has_a_line_for_each() {
    let ran = SECTION.run(["--list"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout.lines().count(), examples_performance::studies().len());
    assert!(ran.stdout.starts_with("thread_memory"), "{}", ran.stdout);
}

#[test]
fn a_wrong_command_line_gets_a_sentence_and_status_2() {
    let ran = SECTION.run(["chanels"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    let expected = "examples-performance: there is no claim or series `chanels`; \
                    did you mean `channels`? --list shows them all\n";
    assert_eq!(ran.stderr, expected);
    let ran = SECTION.run(["--fast"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("--help"), "{}", ran.stderr);
}

#[test]
fn a_report_that_is_none_gets_a_sentence_and_status_1() {
    for (file, word) in [("no-such-file.json", "can't read"), ("Cargo.toml", "is no report")] {
        let ran = SECTION.run(["--from", &format!("{}/{file}", SECTION.folder)]);
        assert_eq!(ran.status, Some(1));
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
}

/// Contenders whose results differ would be named as not measured.
#[cfg(target_os = "linux")]
#[test]
fn every_contender_of_every_claim_runs_and_computes_what_the_others_do() {
    let ran = SECTION.run(["--rounds", "1"]);
    assert_eq!(ran.status, Some(0), "{}\n{}", ran.stdout, ran.stderr);
    let not_measured = ran.stdout.lines().filter(|line| line.contains("not measured"));
    let (go, others): (Vec<_>, Vec<_>) =
        not_measured.partition(|line| line.contains("go is not installed"));
    assert!(others.is_empty(), "{others:?}");
    examples_testing::skipped("go", go.first().copied());
    if cfg!(debug_assertions) {
        assert!(ran.stderr.contains("this is a debug build"), "{}", ran.stderr);
        assert!(ran.stdout.contains("not judged: 18"), "{}", ran.stdout);
    }
}

#[test]
fn json_holds_all_that_the_text_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.json");
    let name = file.to_str().expect("a UTF-8 path");
    let measured = SECTION.run(["lock_or_borrow", "rayon_join", "--rounds", "1", "--json", name]);
    assert_eq!(measured.status, Some(0), "{}", measured.stderr);
    let shown = SECTION.run(["--from", name]);
    assert_eq!((shown.status, &shown.stdout), (Some(0), &measured.stdout));
    let one = SECTION.run(["--from", name, "C11"]).stdout;
    assert!(one.contains("C11 lock_or_borrow") && !one.contains("rayon_join"), "{one}");
    let data: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(data["machine"]["compiler"].as_str().unwrap().starts_with("rustc "));
}

#[cfg(target_os = "linux")]
#[test]
fn svg_draws_a_series() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().join("plots");
    let name = name.to_str().expect("a UTF-8 path");
    let ran = SECTION.run(["channel_bounds", "--rounds", "1", "--svg", name]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let picture = fs::read_to_string(folder.path().join("plots/channel_bounds.svg")).unwrap();
    assert!(roxmltree::Document::parse(&picture).is_ok());
}
