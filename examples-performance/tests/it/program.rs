//! The program as a reader runs it. Each contender runs once: what is tested is that it runs.

use std::fs;

#[cfg(unix)]
use examples_testing::watched;

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
    for (name, hint) in [
        ("chanels", "; did you mean `channels`? --list shows them all"),
        ("", "; --list shows them all"),
        ("squares", " here; `cargo run -p examples-rayon -- squares` runs it"),
    ] {
        let ran = SECTION.run([name]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
        let sentence = format!("there is no claim or series `{name}`{hint}");
        assert_eq!(ran.stderr, format!("examples-performance: {sentence}\n"));
    }
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
#[ignore = "slow: starts every contender once"]
fn every_contender_of_every_claim_runs_and_computes_what_the_others_do() {
    use examples_performance::harness::study::{Judged, Study};
    use examples_performance::studies;

    let ran = SECTION.run(["--rounds", "1"]);
    assert_eq!(ran.status, Some(0), "{}\n{}", ran.stdout, ran.stderr);
    let not_measured = ran.stdout.lines().filter(|line| line.contains("not measured"));
    let (go, others): (Vec<_>, Vec<_>) =
        not_measured.partition(|line| line.contains("go is not installed"));
    assert!(others.is_empty(), "{others:?}");
    examples_testing::skipped("go", go.first().copied());
    if cfg!(debug_assertions) {
        assert!(ran.stderr.contains("this is a debug build"), "{}", ran.stderr);
        let is_measured =
            |study: &Study| !study.is_series() && !matches!(study.judged, Judged::Cited(_));
        let measured = studies().iter().filter(|study| is_measured(study)).count();
        assert!(ran.stdout.contains(&format!("not judged: {measured}\n")), "{}", ran.stdout);
    }
}

/// Somebody else may have made the file.
#[test]
fn no_word_of_a_report_is_a_command_to_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let recorded = SECTION.read("report/report.json");
    let (_, rest) = recorded.split_once(r#""processor":""#).expect("the report names the machine");
    let (processor, _) = rest.split_once('"').expect("the name ends");
    let commands = r"\u001b]0;owned\u0007\u009b31m\u202e\u2066";
    for word in [processor, "a parked thread", "reserved", "thread_memory", "nanoseconds"] {
        let file = folder.path().join("report.json");
        let text = recorded.replace(&format!("\"{word}\""), &format!("\"{word}{commands}\""));
        assert_ne!(text, recorded, "{word}");
        fs::write(&file, text).expect("the folder is ours");
        let plots = folder.path().join("plots");
        let ran = SECTION.run(["--from", file.to_str().unwrap(), "--svg", plots.to_str().unwrap()]);
        let said = ran.stdout + &ran.stderr;
        assert!(said.contains(r"\u{1b}]0;owned\u{7}"), "{word} is shown: {said}");
        let is_command = |c: char| "\u{9b}\u{202e}\u{2066}".contains(c) || c.is_ascii_control();
        assert!(!said.contains(|c| c != '\n' && is_command(c)), "{word}: {said:?}");
    }
}

#[test]
fn no_word_of_a_report_leads_out_of_the_folder_for_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    let recorded = SECTION.read("report/report.json");
    let text = recorded.replace(": memory\"", ": /../../memory\"");
    assert_ne!(text, recorded);
    let file = folder.path().join("report.json");
    fs::write(&file, text).expect("the folder is ours");
    let plots = folder.path().join("plots");
    let ran = SECTION.run(["--from", file.to_str().unwrap(), "--svg", plots.to_str().unwrap()]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    assert!(plots.join("seven_ways-memory.svg").exists());
    assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 2);
}

/// The contender has a folder of its own while it runs, and so has the program.
#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_leaves_no_temporary_file() {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};

    let count = |folder: &std::path::Path| fs::read_dir(folder).map_or(0, Iterator::count);
    for (signal, status, group) in [("-INT", 130, "-"), ("-INT", 130, ""), ("-TERM", 143, "")] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(SECTION.program);
        if cfg!(target_os = "linux") {
            // Where a script runs the tests in the background, they ignore SIGINT, and so would the program.
            command = Command::new("env");
            command.arg("--default-signal").arg(SECTION.program);
        }
        let child = command
            .args(["file_io", "--rounds", "1000000"])
            .env("TMPDIR", folder.path())
            .process_group(0) // as a terminal's
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.expect("the program can be started");
        watched("a contender's temporary folder", {
            let folder = folder.path().to_owned();
            move || {
                let inner = || fs::read_dir(&folder).ok()?.next()?.ok().map(|entry| entry.path());
                while inner().is_none_or(|inner| count(&inner) == 0) {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
            }
        });
        let process = format!("{group}{}", child.id());
        let kill = Command::new("kill").args([signal, "--", &process]).status();
        assert!(kill.expect("`kill` can be started").success());
        let ended = watched("the program to end", move || child.wait().expect("it is ours"));
        assert_eq!(ended.code(), Some(status), "{signal} to {group}PROCESS");
        assert_eq!(count(folder.path()), 0, "{signal} to {group}PROCESS");
    }
}

#[test]
fn json_holds_all_that_the_text_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.json");
    let name = file.to_str().expect("a UTF-8 path");
    let measured = SECTION.run(["task_switch", "rayon_join", "--rounds", "1", "--json", name]);
    assert_eq!(measured.status, Some(0), "{}", measured.stderr);
    let shown = SECTION.run(["--from", name]);
    assert_eq!((shown.status, &shown.stdout), (Some(0), &measured.stdout));
    let one = SECTION.run(["--from", name, "C5"]).stdout;
    assert!(one.contains("C5 task_switch") && !one.contains("rayon_join"), "{one}");
    let data: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert!(data["machine"]["compiler"].as_str().unwrap().starts_with("rustc "));
}

#[cfg(target_os = "linux")]
#[test]
fn svg_draws_a_series() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().join("plots");
    let name = name.to_str().expect("a UTF-8 path");
    let report = format!("{}/report/report.json", SECTION.folder);
    let ran = SECTION.run(["--from", &report, "channel_bounds", "--svg", name]);
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let picture = fs::read_to_string(folder.path().join("plots/channel_bounds.svg")).unwrap();
    assert!(roxmltree::Document::parse(&picture).is_ok());
}
