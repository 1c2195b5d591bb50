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

const NAMES: &str = "cents,item\n";

fn run(text: impl Into<Vec<u8>>) -> anyhow::Result<Summary> {
    let text = text.into();
    watched("the summary", move || pipeline(text.as_slice()))
}

fn error(text: impl Into<Vec<u8>>) -> String {
    format!("{:#}", run(text).unwrap_err())
}

/// What becomes of one record: its cents, or a complaint.
fn record(line: impl AsRef<[u8]>) -> Result<u64, String> {
    let summary = run([NAMES.as_bytes(), line.as_ref()].concat()).unwrap();
    assert_eq!(summary.records, 1);
    match summary.complaints.first() {
        Some(complaint) => Err(complaint.strip_prefix("record 1: ").unwrap().to_string()),
        None => Ok(summary.cents),
    }
}

fn good(records: u64, cents: u64) -> Summary {
    Summary { records, cents, ..Summary::default() }
}

#[test]
fn a_quoted_field_holds_commas_quotes_and_line_ends() {
    let text = "item,cents,note\n\
                \"tea, green\",450,\"said \"\"two, not three\"\"\"\n\
                \"jam,\r\nhome made\n7,999\",\"310\",\"\n\"\n";
    assert_eq!(run(text).unwrap(), good(2, 760));
}

#[test]
fn what_programs_do_to_csv_files_does_no_harm() {
    // A byte order mark, names in capitals, lines that end in CR LF, blanks, no end of the last line.
    let text = "\u{feff}\"Cents\" , ITEM\r\n310, tea\r\n\r\n \"100\",milk\r\n\"100\" ,jam";
    let summary = run(text).unwrap();
    assert_eq!(
        summary.complaints,
        ["record 2: \"\\\"100\\\",milk\": invalid digit found in string"]
    );
    assert_eq!((summary.records, summary.cents), (3, 410));
}

#[test]
fn each_bad_record_is_named_and_costs_no_other() {
    let digit = "invalid digit found in string";
    for (line, complaint) in [
        ("two,tea", format!("\"two,tea\": {digit}")),
        ("-1,tea", format!("\"-1,tea\": {digit}")),
        ("3.10,tea", format!("\"3.10,tea\": {digit}")),
        (",tea", "\",tea\": cannot parse integer from empty string".to_string()),
        (
            "4294967296,tea",
            "\"4294967296,tea\": number too large to fit in target type".to_string(),
        ),
        ("310", "\"310\": expected 2 fields, found 1".to_string()),
        ("310;tea", "\"310;tea\": expected 2 fields, found 1".to_string()),
        ("310,tea,", "\"310,tea,\": expected 2 fields, found 3".to_string()),
        ("\u{1b}[31m,tea", format!("\"\\u{{1b}}[31m,tea\": {digit}")),
        ("\u{0}e,nd", format!("\"\\0e,nd\": {digit}")),
    ] {
        assert_eq!(record(line), Err(complaint));
        let summary = run(format!("{NAMES}1,tea\n{line}\n2,tea\n")).unwrap();
        assert_eq!((summary.records, summary.bad, summary.cents), (3, 1, 3));
    }
    let complaint = record(b"caf\xe9,1").unwrap_err();
    assert!(complaint.starts_with("\"caf\u{fffd},1\": "), "{complaint}");
    let long = record(format!("{},tea", "9".repeat(100_000))).unwrap_err();
    assert!(long.starts_with(&format!("\"{}\": ", "9".repeat(60))), "{long:.200}");
    assert_eq!(record("4294967295,tea"), Ok(4_294_967_295));
    assert_eq!(record("1,\0end"), Ok(1));
}

#[test]
fn a_missing_column_is_an_error_that_shows_what_is_there() {
    for (names, shown) in [
        ("", "\"1,tea,2\""),
        ("\n\n", "\"1,tea,2\""),
        ("cents;item", "\"cents;item\""),
        ("cents\titem", "\"cents\\titem\""),
        ("\u{1b}[31mcents,item", "\"\\u{1b}[31mcents,item\""),
    ] {
        let expected = format!("no column is named cents in the first line: {shown}. ");
        let error = error(format!("{names}\n1,tea,2\n"));
        assert!(error.starts_with(&expected), "{error}");
        assert!(error.contains("UTF-8") && error.contains("tabs") && error.contains("semicolons"));
    }
    let utf_16: Vec<u8> =
        "\u{feff}cents,item\n1,tea\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(error(utf_16).contains("Is it UTF-8"));
    assert_eq!(error("cents,item, Cents \n1,tea,2\n"), "two columns are named cents");
    assert_eq!(run(NAMES).unwrap(), Summary::default());
    assert_eq!(run("cents").unwrap(), Summary::default());
}

#[test]
fn a_quote_that_is_never_closed_is_an_error_and_not_a_smaller_sum() {
    let no_end = |number| format!("record {number} has no end: a quote is missing");
    let names = "cents,note\n";
    assert_eq!(error("cents,\"note\n1,\n"), "the first line has no end: a quote is missing");
    assert_eq!(error(format!("{names}1,\n2,\"a note\n3,\n")), no_end(2));
    assert_eq!(error(format!("{names}1,\"")), no_end(1));
    assert_eq!(error(format!("{names}1,\n\n\r\n1,\"a \"\"note\n")), no_end(2));
    // Where the last record is the last of its block, or the first of the next.
    let lines_in_a_block = BLOCK.div_ceil(117);
    for lines in lines_in_a_block - 2..lines_in_a_block + 3 {
        let text = format!("{names}{}1,\"\n", "1,\n".repeat(lines));
        assert_eq!(error(text), no_end(lines + 1));
    }
}

/// A quote that does not begin its field is an ordinary letter. Quotes are counted as the `csv` crate
/// reads them: an error exactly if it reads one that is never closed.
#[test]
fn quotes_are_read_as_the_csv_crate_reads_them() {
    let mut state = 7_u32;
    let mut ends = [0, 0];
    for _ in 0..500 {
        let mut text = NAMES.as_bytes().to_vec();
        for _ in 0..state % 13 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push(b"\"\"\",\n\rab \xef\xbb\xbf"[(state >> 16) as usize % 12]);
        }
        state = state.wrapping_add(1);
        // If a quote is open, what comes behind the text becomes a part of the last field.
        let marked = [&text[..], b"\nthe end"].concat();
        let reader = csv::ReaderBuilder::new().flexible(true).from_reader(&*marked);
        let last = reader.into_byte_records().last().unwrap().unwrap();
        let is_open = last != vec!["the end"];
        let shown = text.escape_ascii();
        match pipeline(&*text) {
            Ok(_) => assert!(!is_open, "{shown} is half a text"),
            Err(error) => assert!(is_open, "{shown} is whole: {error}"),
        }
        ends[usize::from(is_open)] += 1;
    }
    assert!(ends.iter().all(|&count| count > 50), "{ends:?}");
}

#[test]
fn a_record_has_room_for_a_megabyte_and_no_more_wherever_it_stands() {
    let record = |length| format!("1,\"{}\"\n", "x\n".repeat((length - 5) / 2));
    let text = |before, length| {
        format!("cents,note\n{}{}2,\n", "1,\n".repeat(before), record(length).repeat(2))
    };
    for before in [0, BLOCK / 117 - 7, BLOCK / 50] {
        let expected = good(before as u64 + 3, before as u64 + 4);
        // An odd length, with its line end.
        assert_eq!(run(text(before, LONGEST - 1)).unwrap(), expected);
        let expected = format!("record {} is longer than a megabyte", before + 1);
        let error = error(text(before, LONGEST + 3));
        assert!(error.starts_with(&expected), "{error}");
    }
    assert_eq!(record(LONGEST - 1).len(), LONGEST - 1);
    let names = format!("cents,{}\n1,2\n", "x".repeat(LONGEST));
    assert!(error(names).starts_with("the first line is longer than a megabyte"));
}

#[test]
fn empty_lines_are_no_records_however_many_they_are() {
    let lines = "\n\r\n".repeat(LONGEST / 2);
    assert_eq!(run(format!("{lines}cents\n{lines}1\n{lines}2\n{lines}")).unwrap(), good(2, 3));
    let text = format!("{NAMES}{lines}1,tea\n{lines}2,\"tea\n");
    assert_eq!(error(text), "record 2 has no end: a quote is missing");
}

#[test]
fn complaints_are_counted_and_the_first_are_kept() {
    // Far more than a block. The good ones are every third.
    let mut text = NAMES.to_string();
    for number in 0..15_000 {
        writeln!(text, "{},tea", if number % 3 == 0 { "1" } else { "one" }).unwrap();
    }
    let summary = run(text).unwrap();
    assert_eq!((summary.records, summary.bad, summary.cents), (15_000, 10_000, 5_000));
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
    let record = format!("1,{}\n", "x".repeat(1_000));
    let block = BLOCK.div_ceil(1_001 + 2 * 8 + 100) * record.len();
    let records = 8 * block / record.len();
    let text = format!("cents,note\n{}", record.repeat(records));
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
    assert!(ahead <= 100 + 3 * block + 8_192, "{ahead} bytes, where a block has {block}");
    assert_eq!(summary, good(records as u64, records as u64));
}

struct Gone;

impl Read for Gone {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_read_error_ends_it_and_says_how_far_it_was() {
    let many = BLOCK / 20; // in records, so several blocks
    let gone = "can't be read: the disk is gone";
    for (text, expected) in [
        ("".to_string(), format!("the first line {gone}")),
        (NAMES.to_string(), format!("record 1 {gone}")),
        (format!("{NAMES}1,E"), format!("record 1 {gone}")),
        (format!("{NAMES}1,tea\n"), format!("record 2 {gone}")),
        (format!("{NAMES}{}1,\"", "1,tea\n".repeat(many)), format!("record {} {gone}", many + 1)),
    ] {
        let input = io::Cursor::new(text.clone()).chain(Gone);
        let error = watched("the error", move || pipeline(input)).unwrap_err();
        assert_eq!(format!("{error:#}"), expected, "{text:.60}");
    }
}

#[test]
fn a_read_that_a_signal_interrupts_is_done_again() {
    struct Interrupted<R>(R, bool);
    impl<R: Read> Read for Interrupted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 { Err(io::ErrorKind::Interrupted.into()) } else { self.0.read(buffer) }
        }
    }
    let text = format!("{NAMES}{}", "1,tea\n".repeat(10_000));
    let input = Interrupted(io::Cursor::new(text), false);
    let summary = watched("the summary", || pipeline(input)).unwrap();
    assert_eq!(summary, good(10_000, 10_000));
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
            let text = format!("{NAMES}{}", "1,tea\n".repeat(10_000));
            in_each_worker(workers, || {
                assert_eq!(pipeline(text.as_bytes()).unwrap().records, 10_000);
            });
        });
    }
}

#[test]
fn a_file_of_ones_own_is_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders.csv");
    let run = |file| SECTION.run(["batch_pipeline".as_ref(), file]);
    fs::write(&file, format!("{NAMES}310,tea\n")).unwrap();
    let ran = run(file.as_os_str());
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout, "records: 1, bad ones: 0\nsum of the good ones: 310 cents\n");

    fs::write(&file, format!("{NAMES}310,tea\nXYZ,tea\n")).unwrap();
    let ran = run(file.as_os_str());
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.starts_with("record 2: \"XYZ,tea\": "), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("Error: not all records could be used"), "{}", ran.stderr);
}

#[test]
fn what_can_not_be_read_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.csv");
    // Windows opens no folder; Unix reads none.
    let of_folder = if cfg!(windows) { "can't open " } else { "the first line can't be read: " };
    for (path, sentence) in [(missing.as_path(), "can't open "), (folder.path(), of_folder)] {
        let ran = SECTION.run(["batch_pipeline".as_ref(), path.as_os_str()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""));
        assert!(ran.stderr.starts_with(&format!("Error: {sentence}")), "{}", ran.stderr);
    }
}
