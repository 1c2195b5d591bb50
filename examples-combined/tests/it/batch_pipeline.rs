//! Records that must not be misread, and files that are larger than memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_combined::batch_pipeline::{BLOCK, COMPLAINTS, LONGEST, Summary, pipeline};
use examples_testing::watched;

use crate::section::SECTION;
use crate::support::in_each_worker;

const NAMES: &str = "cents,currency\n";

fn run(text: impl Into<Vec<u8>>) -> anyhow::Result<Summary> {
    let text = text.into();
    watched("the summary", move || pipeline(text.as_slice()))
}

fn error(text: impl Into<Vec<u8>>) -> String {
    format!("{:#}", run(text).unwrap_err())
}

/// What becomes of one record: its value in thousandths of a cent, or a complaint.
fn record(line: impl AsRef<[u8]>) -> Result<u128, String> {
    let summary = run([NAMES.as_bytes(), line.as_ref()].concat()).unwrap();
    assert_eq!(summary.records, 1);
    match summary.complaints.first() {
        Some(complaint) => Err(complaint.strip_prefix("record 1: ").unwrap().to_string()),
        None => Ok(summary.value),
    }
}

fn good(records: u64, value: u128) -> Summary {
    Summary { records, value, ..Summary::default() }
}

#[test]
fn a_quoted_field_holds_commas_quotes_and_line_ends() {
    let text = "item,cents,note,currency\n\
                \"tea, green\",450,\"said \"\"two, not three\"\"\",\"EUR\"\n\
                \"jam,\r\nhome made\n7,999,EUR\",\"310\",\"\n\",EUR\n";
    assert_eq!(run(text).unwrap(), good(2, 760_000));
}

#[test]
fn what_programs_do_to_csv_files_does_no_harm() {
    // A byte order mark, names in capitals, lines that end in CR LF, blanks, no end of the last line.
    let text = "\u{feff}\"Cents\" , CURRENCY\r\n310, EUR\r\n\r\n \"100\",EUR\r\n\"100\" ,EUR";
    let summary = run(text).unwrap();
    assert_eq!(
        summary.complaints,
        ["record 2: \"\\\"100\\\"\" is not a number of cents below 2^32"]
    );
    assert_eq!((summary.records, summary.value), (3, 410_000));
}

#[test]
fn each_bad_record_is_named_and_costs_no_other() {
    for (line, complaint) in [
        ("two,EUR", "\"two\" is not a number of cents below 2^32"),
        ("-1,EUR", "\"-1\" is not a number of cents below 2^32"),
        ("3.10,EUR", "\"3.10\" is not a number of cents below 2^32"),
        ("4294967296,EUR", "\"4294967296\" is not a number of cents below 2^32"),
        ("310,XYZ", "there is no rate for \"XYZ\""),
        ("310,", "there is no rate for \"\""),
        ("310", "it has 1 fields instead of 2"),
        ("310;EUR", "it has 1 fields instead of 2"),
        ("310,EUR,", "it has 3 fields instead of 2"),
        ("310,EUR,CHF,", "it has 4 fields instead of 2"),
        ("\u{1b}[31m,EUR", "\"\\u{1b}[31m\" is not a number of cents below 2^32"),
    ] {
        assert_eq!(record(line), Err(complaint.to_string()));
        let summary = run(format!("{NAMES}1,EUR\n{line}\n2,EUR\n")).unwrap();
        assert_eq!((summary.records, summary.bad, summary.value), (3, 1, 3_000));
    }
    assert_eq!(record(b"1,caf\xe9"), Err("there is no rate for \"caf\u{fffd}\"".to_string()));
    let long = record(format!("{},EUR", "9".repeat(100_000))).unwrap_err();
    assert_eq!(long, format!("\"{}\" is not a number of cents below 2^32", "9".repeat(40)));
    assert_eq!(record("4294967295,GBP"), Ok(4_294_967_295 * 1_150));
}

#[test]
fn a_missing_column_is_an_error_and_so_is_one_that_is_there_twice() {
    for (names, expected) in [
        ("", "no column is named cents"),
        ("\n\n", "no column is named cents"),
        ("cents;currency", "no column is named cents"),
        ("cents,item", "no column is named currency"),
        ("cents,currency,Cents", "two columns are named cents"),
        ("cents,currency, currency ", "two columns are named currency"),
    ] {
        assert_eq!(error(format!("{names}\n1,EUR,2\n")), expected);
    }
    assert_eq!(run(NAMES).unwrap(), Summary::default());
    assert_eq!(run("cents,currency").unwrap(), Summary::default());
}

#[test]
fn a_quote_that_is_never_closed_is_an_error_and_not_a_smaller_sum() {
    let no_end =
        |number| format!("record {number} has no end: a quote is missing, or it is too long");
    let names = "cents,currency,note\n";
    assert_eq!(
        error("cents,currency,\"note\n1,EUR,\n"),
        "record 1 has no end: a quote is missing, or it is too long"
    );
    assert_eq!(error(format!("{names}1,EUR,\n2,EUR,\"a note\n3,EUR,\n")), no_end(3));
    assert_eq!(error(format!("{names}1,EUR,\"")), no_end(2));
    // Where the last record is the last of its block, or the first of the next.
    for lines in BLOCK / 28 - 3..BLOCK / 28 + 4 {
        let text = format!("{names}{}1,EUR,\"\n", "1,EUR,\n".repeat(lines));
        assert_eq!(error(text), no_end(lines + 2));
    }
}

#[test]
fn a_record_that_looks_like_the_end_hides_none_that_follow() {
    let text = format!("{NAMES}1,EUR\n\0end\n2,EUR\n");
    assert_eq!(error(text), "a record in the middle is the mark of the end");
}

#[test]
fn a_record_has_room_for_a_megabyte_and_no_more() {
    let text = |length, records| {
        let record = format!("1,EUR,\"{}\"\n", "x\n".repeat((length - 9) / 2));
        format!("cents,currency,note\n{}2,EUR,\n", record.repeat(records))
    };
    for length in [LONGEST - 48_575, LONGEST - 1, LONGEST] {
        assert_eq!(run(text(length, 9)).unwrap(), good(10, 11_000));
    }
    // What the reader has read ahead may come on top.
    for length in [LONGEST + 2 * BLOCK, 10 * LONGEST] {
        assert!(error(text(length, 2)).starts_with("record 1 has no end: "));
        let names = format!("cents,currency,{}\n1,EUR,2\n3,EUR,4\n", "x".repeat(length));
        assert_eq!(error(names), "the first line is too long, or a quote is missing");
    }
}

#[test]
fn complaints_are_counted_and_the_first_are_kept() {
    // Far more than a block. The good ones are every third.
    let mut text = NAMES.to_string();
    for number in 0..100_000 {
        writeln!(text, "{},EUR", if number % 3 == 0 { "1" } else { "one" }).unwrap();
    }
    let summary = run(text).unwrap();
    assert_eq!((summary.records, summary.bad, summary.value), (100_000, 66_666, 33_334_000));
    let numbers: Vec<_> =
        summary.complaints.iter().map(|text| text.split(':').next().unwrap()).collect();
    let bad = (0..).filter(|number| number % 3 != 0).map(|number| format!("record {}", number + 1));
    assert_eq!(numbers, bad.take(COMPLAINTS as usize).collect::<Vec<_>>());
}

/// Counts the bytes that were read.
struct Counted<R>(R, Arc<AtomicUsize>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).inspect(|length| _ = self.1.fetch_add(*length, Ordering::SeqCst))
    }
}

#[test]
fn three_blocks_are_read_ahead_and_no_more() {
    // While all of Rayon's workers are at a gate, one block waits for them, one in the channel, and one
    // with the reader.
    let ((gate, closed), (arrive, arrived)) = (channel::bounded::<()>(0), channel::unbounded());
    rayon::spawn_broadcast(move |_| {
        arrive.send(()).unwrap();
        let _ = closed.recv();
    });
    // What is not needed is not kept, so a block of these records holds much more text than its size.
    let record = format!("1,EUR,{}\n", "x".repeat(100));
    let block = BLOCK.div_ceil("1EUR".len() + 24) * record.len();
    let records = 8 * block / record.len();
    let text = format!("cents,currency,note\n{}", record.repeat(records));
    let read = Arc::new(AtomicUsize::new(0));
    let input = Counted(io::Cursor::new(text), Arc::clone(&read));
    let (summary, ahead) = watched("three blocks to be read", move || {
        (0..rayon::current_num_threads()).for_each(|_| arrived.recv().unwrap());
        let summary = thread::spawn(|| pipeline(input));
        while read.load(Ordering::SeqCst) < 3 * block {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(50)); // Time to go too far.
        let ahead = read.load(Ordering::SeqCst);
        drop(gate);
        (summary.join().unwrap().unwrap(), ahead)
    });
    // And what the CSV reader has in its buffer.
    assert!(ahead <= 100 + 3 * block + BLOCK, "{ahead} bytes, where a block has {block}");
    assert_eq!(summary, good(records as u64, 1_000 * records as u128));
}

struct Gone;

impl Read for Gone {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_read_error_ends_it_and_says_how_far_it_was() {
    let many = BLOCK; // in records, so several blocks
    for (text, expected) in [
        ("".to_string(), "can't read the first line: the disk is gone".to_string()),
        (NAMES.to_string(), "can't read record 1: the disk is gone".to_string()),
        (format!("{NAMES}1,E"), "can't read record 1: the disk is gone".to_string()),
        (format!("{NAMES}1,EUR\n"), "can't read record 2: the disk is gone".to_string()),
        (
            format!("{NAMES}{}1,\"", "1,EUR\n".repeat(many)),
            format!("can't read record {}: the disk is gone", many + 1),
        ),
    ] {
        let input = io::Cursor::new(text.clone()).chain(Gone);
        let error = watched("the error", move || pipeline(input)).unwrap_err();
        assert_eq!(format!("{error:#}"), expected, "{text:.60}");
    }
}

#[test]
fn an_input_that_panics_panics_the_caller() {
    struct Panics;
    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("the disk is on fire")
        }
    }
    let input = || NAMES.as_bytes().chain(Panics);
    let end = watched("the panic", move || catch_unwind(|| pipeline(input())));
    assert_eq!(end.unwrap_err().downcast_ref(), Some(&"the disk is on fire"));
}

#[test]
fn it_ends_when_each_worker_is_in_a_batch() {
    for workers in [1, 2, 5] {
        watched("the pipelines in all workers", move || {
            let text = format!("{NAMES}{}", "1,EUR\n".repeat(60_000));
            in_each_worker(workers, || {
                assert_eq!(pipeline(text.as_bytes()).unwrap().records, 60_000);
            });
        });
    }
}

#[test]
fn a_file_of_ones_own_is_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders.csv");
    let run = |file| SECTION.run(["batch_pipeline".as_ref(), file]);
    fs::write(&file, format!("{NAMES}310,EUR\n")).unwrap();
    let ran = run(file.as_os_str());
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout, "1 records, 0 of them bad\nvalue of the good ones: 3.10 euros\n");

    fs::write(&file, format!("{NAMES}310,EUR\n310,XYZ\n")).unwrap();
    let ran = run(file.as_os_str());
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.starts_with("record 2: there is no rate for \"XYZ\"\n"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("Error: not all records could be used"), "{}", ran.stderr);
}

#[test]
fn what_can_not_be_read_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    for (path, sentence) in [(missing.as_path(), "can't open "), (folder.path(), "can't ")] {
        let ran = SECTION.run(["batch_pipeline".as_ref(), path.as_os_str()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.starts_with(&format!("Error: {sentence}")), "{}", ran.stderr);
    }
}
