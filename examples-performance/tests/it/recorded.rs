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
    for study in studies() {
        for (ending, options) in [("txt", &[][..]), ("verdict.txt", &["--verdicts"])] {
            let arguments = [&["--from", &file, study.name], options].concat();
            let text = SECTION.run(arguments).stdout;
            let kept = SECTION.read(&format!("report/{}.{ending}", study.name));
            assert!(kept == text, "{}.{ending}: {REMAKE}", study.name);
        }
    }
}

#[test]
fn the_pictures_of_the_book_are_made_from_the_recorded_runs() {
    for (name, picture) in plots(&report()).expect("they can be drawn") {
        let file = format!("{}/../docs/src/performance/{name}", SECTION.folder);
        let kept = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == picture, "{name}: {REMAKE}");
    }
}
