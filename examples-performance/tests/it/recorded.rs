//! The committed report, which the book shows. No figure in it is typed.

use std::fs;

use examples_performance::harness::plot::plots;
use examples_performance::harness::report::Report;
use examples_performance::studies;

use crate::SECTION;

const REMAKE: &str = "docs/remake-performance makes it again";

fn report() -> Report {
    serde_json::from_str(&SECTION.read("report/report.json")).expect("the report can be read")
}

#[test]
fn every_claim_and_series_was_measured_in_a_release_build() {
    let report = report();
    assert!(!report.machine.debug);
    let recorded: Vec<_> = report.studies.iter().map(|record| record.name.as_str()).collect();
    let expected: Vec<_> = studies().iter().map(|study| study.name).collect();
    assert_eq!(recorded, expected, "{REMAKE}");
}

#[test]
fn the_texts_of_the_book_are_made_from_the_recorded_runs() {
    let file = format!("{}/report/report.json", SECTION.folder);
    let whole = SECTION.run(["--from", &file]).stdout;
    assert!(SECTION.read("report/report.txt") == whole, "report.txt: {REMAKE}");
    let mut expected = vec!["report.json".to_string(), "report.txt".to_string()];
    for study in studies() {
        for (ending, options) in [("txt", &[][..]), ("verdict.txt", &["--verdicts"])] {
            let name = format!("{}.{ending}", study.name);
            // What is fastest alone is kept where a page shows it. A page takes a claim's verdict from the whole.
            let path = format!("{}/report/{name}", SECTION.folder);
            if ending == "txt" || fs::exists(path).expect("the folder can be read") {
                let text = SECTION.run([&["--from", &file, study.name], options].concat()).stdout;
                assert!(SECTION.read(&format!("report/{name}")) == text, "{name}: {REMAKE}");
                expected.push(name);
            }
        }
    }
    let folder = fs::read_dir(format!("{}/report", SECTION.folder)).expect("it is there");
    let names = folder.map(|entry| entry.expect("it can be read").file_name().into_string());
    let mut names: Vec<_> = names.map(|name| name.expect("it is UTF-8")).collect();
    names.sort();
    expected.sort();
    assert_eq!(names, expected, "report/ has a file that nothing makes");
}

/// A person can compare two of them, and Git keeps little of each.
#[test]
fn the_recorded_runs_have_a_line_for_each_row_at_most() {
    let report = report();
    let text = SECTION.read("report/report.json");
    let rows: usize = report.studies.iter().map(|record| record.rows.len()).sum();
    assert!(text.lines().count() <= rows + 2 * report.studies.len() + 2);
}

#[test]
fn the_pictures_of_the_book_are_made_from_the_recorded_runs() {
    for (name, picture) in plots(&report()).expect("they can be drawn") {
        let file = format!("{}/../docs/src/performance/{name}", SECTION.folder);
        let kept = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == picture, "{name}: {REMAKE}");
        let study = name.split(['-', '.']).next().unwrap_or_default();
        let page = SECTION.read(&format!("../docs/src/performance/{study}.md"));
        let is_shown = page.contains(&format!("]({name})]({name})\n\n*"));
        assert!(is_shown, "{study}.md does not show {name} as a link, with a caption in italics");
    }
}
