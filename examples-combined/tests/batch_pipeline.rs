//! Records that must not be misread, and files that are larger than memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::process::Command;

use examples_combined::batch_pipeline::{BLOCK, COMPLAINTS, LONG, Summary, Total, pipeline};
use examples_testing::watched;

const HEADER: &str = "quantity,cents,currency\n";

fn run(text: impl Into<Vec<u8>>) -> anyhow::Result<Summary> {
    let text = text.into();
    watched("the summary", move || pipeline(text.as_slice()))
}

/// What comes of one record under the usual header: the value in cents of a euro, or a complaint.
fn record(line: &str) -> Result<u128, String> {
    let summary = run(format!("{HEADER}{line}\n")).unwrap();
    assert_eq!(summary.lines, 1);
    match summary.complaints.first() {
        Some(complaint) => Err(complaint.strip_prefix("line 2: ").unwrap().to_string()),
        None => Ok(summary.totals.values().map(|total| total.euro_cents).sum()),
    }
}

fn euros(sales: u64, pieces: u64, euro_cents: u128) -> Total {
    Total { sales, pieces, euro_cents }
}

#[test]
fn a_comma_within_quotes_is_text() {
    let text = "item,cents,note,currency,quantity\n\
                \"tea, green\",450,\"said \"\"two, not three\"\"\",\"EUR\",\"2\"\n";
    assert_eq!(run(text).unwrap().totals["EUR"], euros(1, 2, 900));
    assert_eq!(record("2,310,EUR,a,b,\"c,d\""), Ok(620));
}

#[test]
fn what_programs_do_to_csv_files_does_no_harm() {
    // A byte order mark, names in capitals, lines that end in CR LF, blanks, no end of the last line.
    let text = "\u{feff}\"Quantity\" , CENTS,currency\r\n2,310, EUR\r\n\r\n \"3\" ,100,EUR";
    let summary = run(text).unwrap();
    assert_eq!((summary.lines, summary.bad), (3, 0));
    assert_eq!(summary.totals["EUR"], euros(2, 5, 920));
}

#[test]
fn each_bad_record_is_named_and_costs_no_other() {
    let expected = [
        ("two,310,EUR", "its quantity, \"two\", is not a whole number below 2^32"),
        ("-1,310,EUR", "its quantity, \"-1\", is not a whole number below 2^32"),
        ("2,3.10,EUR", "its cents, \"3.10\", is not a whole number below 2^32"),
        ("2,4294967296,EUR", "its cents, \"4294967296\", is not a whole number below 2^32"),
        ("2,310,XYZ", "there is no rate for \"XYZ\""),
        ("2,310,", "there is no rate for \"\""),
        ("2,310", "it has no more than 2 fields"),
        ("2;310;EUR", "its quantity, \"2;310;EUR\", is not a whole number below 2^32"),
        ("2,310,\"EUR", "a quote is not closed on its line"),
        ("4294967295,4294967295,GBP", "it is too dear to count"),
        ("2,\u{1b}[31m,EUR", "its cents, \"\\u{1b}[31m\", is not a whole number below 2^32"),
    ];
    for (line, complaint) in expected {
        assert_eq!(record(line), Err(complaint.to_string()));
    }
    assert_eq!(record("4294967295,4294967295,EUR"), Ok(4_294_967_295_u128.pow(2)));

    let mut text = HEADER.as_bytes().to_vec();
    text.extend(b"1,100,EUR\ncaf\xe9,1,1\n1,100,EUR\n");
    let summary = run(text).unwrap();
    assert_eq!(summary.complaints, ["line 3: it is not UTF-8"]);
    assert_eq!((summary.bad, &summary.totals["EUR"]), (1, &euros(2, 2, 200)));
}

#[test]
fn a_value_is_converted_to_the_nearest_cent() {
    assert_eq!(record("1,450,GBP"), Ok(518)); // 517.5
    assert_eq!(record("1,1,USD"), Ok(1)); // 0.92
    assert_eq!(record("0,999,CHF"), Ok(0));
}

#[test]
fn a_first_line_without_the_columns_is_an_error() {
    for text in ["", "\n", "a,b,c\n1,2,EUR\n", "quantity;cents;currency\n", "quantity,cents\n"] {
        let message = run(text).unwrap_err().to_string();
        assert!(message.starts_with("expected a first line that names the columns"), "{message}");
    }
    let long = run("x".repeat(10 * LONG)).unwrap_err().to_string();
    assert!(long.len() < 200, "{long}");
    assert_eq!(run(HEADER).unwrap(), Summary::default());
}

#[test]
fn complaints_are_counted_and_the_first_are_kept() {
    // Far more than a block. The good ones are every third.
    let mut text = HEADER.to_string();
    for number in 0..100_000 {
        let quantity = if number % 3 == 0 { "1" } else { "one" };
        writeln!(text, "{quantity},100,EUR").unwrap();
    }
    assert!(text.len() > 4 * BLOCK);
    let summary = run(text).unwrap();
    assert_eq!((summary.lines, summary.bad), (100_000, 66_666));
    assert_eq!(summary.totals["EUR"], euros(33_334, 33_334, 3_333_400));
    let lines: Vec<_> =
        summary.complaints.iter().map(|text| text.split(':').next().unwrap()).collect();
    let bad = (0..).filter(|number| number % 3 != 0).map(|number| format!("line {}", number + 2));
    assert_eq!(lines, bad.take(COMPLAINTS).collect::<Vec<_>>());
}

#[test]
fn line_numbers_count_on_across_blocks() {
    let lines = 3 * BLOCK / "1,100,EUR\n".len();
    let text = format!("{HEADER}{}1,100,nothing\n", "1,100,EUR\n".repeat(lines));
    let summary = run(text).unwrap();
    let expected = format!("line {}: there is no rate for \"nothing\"", lines + 2);
    assert_eq!(summary.complaints, [expected]);
    assert_eq!(summary.totals["EUR"].sales, lines as u64);
}

#[test]
fn a_line_of_any_length_is_one_bad_record() {
    for length in [LONG - 1, LONG, LONG + 1, BLOCK, 5 * BLOCK] {
        let text = format!("{HEADER}1,100,EUR\n{}\n1,100,EUR\n", "x".repeat(length));
        let summary = run(text).unwrap();
        assert_eq!((summary.lines, summary.bad, summary.totals["EUR"].sales), (3, 1, 2));
        let too_long = format!("line 3: it is longer than {} bytes", LONG - 1);
        assert_eq!(summary.complaints[0] == too_long, length >= LONG, "{length}");
    }
    // And the longest that is allowed is read.
    let summary = run(format!("{HEADER}1,100,EUR,{}\n", "x".repeat(LONG - 11))).unwrap();
    assert_eq!(summary.bad, 0);
}

/// Gives the header and then the same record again and again, and counts.
struct Endless {
    given: usize,
    limit: usize,
}

const RECORD: &[u8] = b"1,100,EUR\n";

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == 0 {
            self.given = HEADER.len();
            buffer[..HEADER.len()].copy_from_slice(HEADER.as_bytes());
            return Ok(HEADER.len());
        }
        if self.given > self.limit {
            return Err(io::Error::other("the disk is gone"));
        }
        let records = buffer.chunks_exact_mut(RECORD.len());
        let length = records.map(|record| record.copy_from_slice(RECORD)).count() * RECORD.len();
        self.given += length;
        Ok(length)
    }
}

#[test]
fn a_read_error_ends_it_and_says_how_far_it_was() {
    let input = BufReader::with_capacity(10_000, Endless { given: 0, limit: 1_000_000 });
    let error = watched("the error", move || pipeline(input)).unwrap_err().to_string();
    let lines = error.strip_prefix("can't read on after ").and_then(|rest| rest.split_once(' '));
    let (lines, rest) = lines.unwrap_or_else(|| panic!("{error}"));
    assert_eq!(rest, "lines: the disk is gone");
    assert!(lines.parse::<usize>().unwrap() <= 1_000_000 / RECORD.len() + 1, "{error}");

    let input = BufReader::new(Endless { given: 1, limit: 0 });
    let error = watched("the error", move || pipeline(input)).unwrap_err().to_string();
    assert_eq!(error, "can't read it: the disk is gone");
}

#[test]
fn an_input_that_panics_panics_the_caller() {
    struct Panics(bool);
    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            unreachable!("only `fill_buf` is called")
        }
    }
    impl BufRead for Panics {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            assert!(!self.0, "the disk is on fire");
            Ok(HEADER.as_bytes())
        }
        fn consume(&mut self, _: usize) {
            self.0 = true;
        }
    }
    let end = watched("the panic", || std::panic::catch_unwind(|| pipeline(Panics(false))));
    assert_eq!(end.unwrap_err().downcast_ref(), Some(&"the disk is on fire"));
}

#[test]
fn it_ends_when_each_worker_is_in_one() {
    for workers in [1, 2, 5] {
        watched("the pipelines in all workers", move || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
            let text = format!("{HEADER}{}", "1,100,EUR\n".repeat(60_000));
            let all_inside = std::sync::Barrier::new(workers);
            pool.broadcast(|_| {
                all_inside.wait();
                assert_eq!(pipeline(text.as_bytes()).unwrap().lines, 60_000);
            });
        });
    }
}

/// Runs the listing on input of one's own: its exit status, and what it printed.
fn run_listing(arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_examples-combined"));
    command.arg("batch_pipeline").args(arguments).env("RUST_BACKTRACE", "0");
    let output = watched("the listing to end", move || command.output()).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_file_of_ones_own_is_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders.csv");
    fs::write(&file, format!("{HEADER}2,310,EUR\n")).unwrap();
    let (status, stdout, stderr) = run_listing(&[file.as_os_str()]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    assert!(stdout.starts_with("EUR: sales 1, pieces 2, euros 6.20\nbad records: 0\n"), "{stdout}");

    fs::write(&file, format!("{HEADER}2,310,EUR\n2,310,XYZ\n")).unwrap();
    let (status, stdout, stderr) = run_listing(&[file.as_os_str()]);
    assert_eq!(status, Some(1));
    assert!(stdout.starts_with("line 3: there is no rate for \"XYZ\"\n"), "{stdout}");
    assert!(stderr.starts_with("Error: 1 of 2 lines could not be used"), "{stderr}");
}

#[test]
fn what_can_not_be_read_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    let (status, _, stderr) = run_listing(&[missing.as_os_str()]);
    assert_eq!(status, Some(1));
    assert!(stderr.starts_with("Error: can't open "), "{stderr}");
    let (status, _, _) = run_listing(&[folder.path().as_os_str()]);
    assert_eq!(status, Some(1));
    let (status, stdout, stderr) = run_listing(&["a".as_ref(), "b".as_ref()]);
    assert_eq!((status, stdout.as_str()), (Some(2), ""));
    assert_eq!(stderr, "expected one CSV file, or none\n");
}
