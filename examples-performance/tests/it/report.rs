//! The form of a report, on figures that were made up.

use examples_performance::harness::machine::Machine;
use examples_performance::harness::plot::plots;
use examples_performance::harness::report::{Recorded, Report, show, show_verdict, summary};
use examples_performance::harness::study::Row;
use examples_performance::harness::{Study, Unit, Verdict};

fn machine(debug: bool) -> Machine {
    Machine {
        processor: "Abacus 9".to_string(),
        cores: 2,
        memory: "1.00 GiB".to_string(),
        system: "linux 6.1 x86_64".to_string(),
        compiler: "rustc 1.95.0".to_string(),
        debug,
        commit: "abc1234".to_string(),
        load: "0.10".to_string(),
        go: None,
    }
}

fn row(contender: &str, what: &str, x: Option<u64>, unit: Unit, samples: &[f64]) -> Row {
    let (contender, what) = (contender.to_string(), what.to_string());
    Row { contender, what, x, unit, samples: samples.to_vec() }
}

fn claim() -> Study {
    let study = Study {
        name: "abacus",
        claim: "C99",
        article: "B \"Beads\"",
        says: "a bead costs nanoseconds",
        figure: "nanoseconds",
        ..Study::default()
    };
    study.rule(["a bead"], |[bead]| {
        if bead < 1e3 { Verdict::holds("it does") } else { Verdict::not_here("it costs more") }
    })
}

fn recorded(samples: &[f64]) -> Recorded {
    Recorded {
        name: "abacus".to_string(),
        verdict: None,
        rows: vec![row("a bead", "", None, Unit::Nanoseconds, samples)],
        missing: vec!["a wire: it is not installed".to_string()],
        apart: None,
    }
}

#[test]
fn a_claim_is_shown_with_its_figures_and_its_verdict() {
    let samples = [31.0, 30.0, 35.0, 32.0, 31.0, 31.5];
    let expected = "\
C99 abacus
    B \"Beads\": a bead costs nanoseconds
    the article  nanoseconds
    a bead       31.2 ns  (30.0 ns to 35.0 ns)
    not measured: a wire: it is not installed
    -> holds: it does
";
    assert_eq!(show(&claim(), &recorded(&samples), &machine(false)), expected);
    let brief = show_verdict(&claim(), &recorded(&samples), &machine(false));
    assert_eq!(brief, "C99 abacus\n    holds: it does\n");

    let apart = Recorded { apart: Some(machine(false)), ..recorded(&samples) };
    let shown = show(&claim(), &apart, &machine(false));
    assert!(shown.contains("\n    measured apart from the rest: commit "), "{shown}");
}

#[test]
fn a_debug_build_says_so_and_judges_nothing() {
    let shown = show(&claim(), &recorded(&[30.0; 6]), &machine(true));
    assert!(shown.contains("-> not judged: this is a debug build"), "{shown}");
    assert!(machine(true).show().contains("DEBUG BUILD"), "{}", machine(true).show());
}

#[test]
fn the_head_names_all_that_a_figure_depends_on() {
    let expected = "\
machine   Abacus 9, 2 cores, 1.00 GiB of memory
system    linux 6.1 x86_64
load      0.10 before the first run (threads that ran or wanted to, on average over a minute)
program   release build of commit abc1234, rustc 1.95.0
";
    assert_eq!(machine(false).show(), expected);
}

fn series() -> (Study, Recorded) {
    let study = Study { name: "beads", article: "B", says: "beads", ..Study::default() };
    let mut rows = Vec::new();
    for (contender, factor) in [("wood", 1.0), ("glass", 2.0)] {
        for (x, value) in [(10, 1e3), (1_000, 1e6)] {
            let time = [value * factor];
            rows.push(row(contender, "each slides: time", Some(x), Unit::Nanoseconds, &time));
            if contender == "wood" {
                rows.push(row(contender, "each slides: memory", Some(x), Unit::Bytes, &[2048.0]));
            }
        }
    }
    let (name, missing) = ("beads".to_string(), Vec::new());
    (study, Recorded { name, verdict: None, rows, missing, apart: None })
}

#[test]
fn a_series_is_shown_as_a_table_with_gaps_where_nothing_was_measured() {
    let (study, record) = series();
    let expected = "\
beads
    B: beads
    each slides
                         time                memory
                  10     1,000        10     1,000
    wood     1.00 µs   1.00 ms  2.00 KiB  2.00 KiB
    glass    2.00 µs   2.00 ms         -         -
";
    let shown = show(&study, &record, &machine(false));
    let lines = |text: &str| {
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(&shown), lines(expected));
}

#[test]
fn a_series_with_a_limit_says_which_ways_are_fastest_and_where() {
    let (study, mut record) = series();
    let limit = row("the limit", "each slides: time", Some(10), Unit::Nanoseconds, &[500.0]);
    let close = row("bone", "each slides: time", Some(10), Unit::Nanoseconds, &[1_090.0]);
    record.rows.extend([limit, close]);
    let shown = show(&study, &record, &machine(false));
    assert!(shown.contains("fastest at 10: wood, bone; at 1,000: wood\n"), "{shown}");
    let brief = show_verdict(&study, &record, &machine(false));
    assert_eq!(brief, "beads\n    each slides: fastest at 10: wood, bone; at 1,000: wood\n");
}

#[test]
fn a_plot_is_xml_with_a_line_for_each_contender_and_colors_for_dark() {
    let (_, record) = series();
    let plots = plots(&Report { machine: machine(false), studies: vec![record] }).unwrap();
    let names: Vec<_> = plots.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["beads-time.svg", "beads-memory.svg"]);
    let document = roxmltree::Document::parse(&plots[0].1).expect("it is valid XML");
    let polylines = document.descendants().filter(|node| node.has_tag_name("polyline"));
    assert!(polylines.count() >= 2, "{}", plots[0].1);
    let texts: Vec<_> =
        document.descendants().filter_map(|node| node.text()).map(str::trim).collect();
    for word in ["each slides", "wood", "glass", "1,000"] {
        assert!(texts.contains(&word), "no {word} in {texts:?}");
    }
    assert!(plots[0].1.contains("prefers-color-scheme: dark"));
    assert!(!plots[0].1.contains("<script"));
}

#[test]
fn a_report_survives_json() {
    let studies = vec![recorded(&[1.0, 2.5]), series().1];
    let report = Report { machine: machine(false), studies };
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
}

#[test]
fn the_summary_counts_each_kind() {
    let verdicts = [
        Verdict::holds(""),
        Verdict::holds(""),
        Verdict::holds_but(""),
        Verdict::not_here(""),
        Verdict::TooNoisy(String::new()),
    ];
    let expected =
        "5 claims. Holds: 2; holds, but: 1; not here: 1; too noisy to say: 1; not judged: 0";
    assert_eq!(summary(&verdicts), expected);
}
