//! A claim's file, its number, its page and its name belong together.

use examples_performance::harness::study::Judged;
use examples_performance::studies;

use crate::SECTION;

/// The most lines of code that a page shows unfolded.
const LONGEST_WHOLE: usize = 70;

#[test]
fn every_claim_of_the_table_is_here_once_or_has_two_halves() {
    let studies = studies();
    let claims: Vec<_> =
        studies.iter().map(|study| study.claim).filter(|c| !c.is_empty()).collect();
    let mut expected: Vec<String> = (1..=18).map(|number| format!("C{number}")).collect();
    expected.insert(7, "C7".to_string());
    assert_eq!(claims, expected);
}

#[test]
fn each_has_a_file_that_says_what_it_measures_and_a_page_that_shows_it() {
    for study in studies() {
        let source = SECTION.read(&format!("src/{}.rs", study.name));
        let first = source.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{}: {first}", study.name);
        assert_eq!(first.starts_with("//! Series: "), study.is_series(), "{}: {first}", study.name);
        assert!(first.chars().count() <= 90, "{}: {first}", study.name);

        let page = SECTION.read(&format!("../docs/src/performance/{}.md", study.name));
        let name = study.name;
        // The result first, then the way to it.
        let mut parts = vec![format!("# {name}: "), "\n<!-- articles -->\n".to_string()];
        if !study.is_series() {
            parts.push(format!("<!-- verdict: {name} -->\n"));
        }
        parts.push(format!("<!-- show: examples-performance/report/{name}.txt -->\n```text"));
        parts.push(format!("cargo run --release -p examples-performance -- {name}\n"));
        if source.lines().count() > LONGEST_WHOLE {
            parts.push("<details class=\"printed\">".to_string());
        }
        parts.push(format!("<!-- show: examples-performance/src/{name}.rs -->\n```rust"));
        parts.push("\n## Try\n".to_string());
        let mut rest = page.as_str();
        for part in parts {
            let after = rest.split_once(&part).map(|(_, after)| after);
            rest =
                after.unwrap_or_else(|| panic!("performance/{name}.md lacks {part:?}, in order"));
        }
        let title = page.lines().next().unwrap_or_default().trim_start_matches("# ");
        let line = format!("  - [{title}](performance/{name}.md)\n");
        assert!(
            SECTION.read("../docs/src/SUMMARY.md").contains(&line),
            "SUMMARY.md lacks {line:?}"
        );
        let chapter = SECTION.read("../docs/src/performance.md");
        assert!(chapter.contains(&format!("(performance/{name}.md)")), "performance.md: {name}");
    }
}

#[test]
fn each_row_of_a_rule_can_be_measured() {
    for study in studies() {
        let names: Vec<_> = study.contenders.iter().map(|one| one.name.as_str()).collect();
        for ratio in &study.ratios {
            for row in [ratio.over, ratio.under] {
                let is_there = names.iter().any(|name| row.starts_with(name));
                assert!(is_there, "{}: no contender makes the row {row:?}", study.name);
            }
        }
        let is_cited = matches!(study.judged, Judged::Cited(_));
        assert_eq!(study.contenders.is_empty(), is_cited, "{}", study.name);
    }
}
