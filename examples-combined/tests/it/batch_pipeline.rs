//! Records that must not be misread, and files that are larger than memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_combined::batch_pipeline::{BLOCK, COMPLAINTS, LINES, LONG, Summary, Total, pipeline};
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

/// The text is given in pieces of this size, so that a field begins and ends in any place of one.
fn run_in_pieces(text: &str, size: usize) -> Summary {
    let input = BufReader::with_capacity(size, io::Cursor::new(text.to_string()));
    watched("the summary", move || pipeline(input)).unwrap()
}

#[test]
fn text_in_a_quoted_field_is_never_a_record() {
    let header = "quantity,cents,currency,note\n";
    let field = |lines: &str| format!("2,310,EUR,\"first\n{lines}last\"\n");
    for (text, last) in [
        (field("7,999,EUR\n"), 4),
        (field("7,999,EUR,\"\"quoted\"\"\n"), 4),
        (field("\n\r\n7,999,EUR,\"\"\n7,999,EUR\n\"\"\n"), 8),
        (field(&format!("{}\"\"\n7,999,EUR\n", "x".repeat(3 * LONG))), 5),
        (field(&"7,999,EUR\n".repeat(50_000)), 50_003), // several blocks
        (field(&"\n".repeat(3 * LINES)), 3 * LINES as u64 + 3),
    ] {
        assert_eq!(text.matches('\n').count() as u64 + 1, last, "{text:.60}");
        for size in [1, 7, BLOCK] {
            let summary = run_in_pieces(&format!("{header}{text}1,100,EUR\n1,1,X\n"), size);
            let whole = format!("lines 2 to {last}: a quote is not closed on its line");
            let after = format!("line {}: there is no rate for \"X\"", last + 2);
            assert_eq!((summary.bad, summary.lines), (2, last + 1));
            assert_eq!(summary.complaints, [whole, after]);
            assert_eq!(summary.totals["EUR"], euros(1, 1, 100));
        }
    }
}

#[test]
fn a_quote_far_out_in_a_long_line_counts_too() {
    let far = "x".repeat(2 * LONG);
    let not_closed = "lines 2 to 3: a quote is not closed on its line".to_string();
    let too_long = format!("lines 2 to 4: it is longer than {} bytes", LONG - 1);
    for (text, complaint) in [
        (format!("2,310,EUR,\"\n{far}\"\n"), not_closed),
        (format!("2,310,EUR,{far}\"\n7,999,EUR\n\"\n"), too_long),
    ] {
        let summary = run(format!("{HEADER}{text}1,100,EUR\n")).unwrap();
        assert_eq!(summary.complaints, [complaint]);
        assert_eq!(summary.totals["EUR"], euros(1, 1, 100));
    }
}

#[test]
fn a_field_may_begin_in_one_block_and_end_in_another() {
    // Blocks of as many short lines as are allowed, and of as many bytes.
    let long = format!("1,100,EUR,{}\n", "x".repeat(53));
    for (record, block) in [("1,100,EUR\n", LINES), (long.as_str(), BLOCK / 64)] {
        for before in block - 2..block + 3 {
            let good = record.repeat(before);
            let text = format!("{HEADER}{good}1,1,EUR,\"\n7,999,EUR\n\"\n1,100,EUR\n");
            let summary = run(text).unwrap();
            let (first, last) = (before + 2, before + 4);
            let whole = format!("lines {first} to {last}: a quote is not closed on its line");
            assert_eq!(summary.complaints, [whole]);
            assert_eq!(summary.totals["EUR"].sales, before as u64 + 1);
        }
    }
}

#[test]
fn a_quote_that_is_never_closed_takes_the_rest_with_it_and_says_so() {
    let never = "the last quote is never closed";
    let summary = run(format!("{HEADER}2,310,\"EUR")).unwrap();
    assert_eq!(summary.complaints, ["line 2: a quote is not closed on its line", never]);

    let rest = "7,999,EUR\n".repeat(100_000);
    let summary = run(format!("{HEADER}1,100,EUR\n2,310,\"EUR\n{rest}")).unwrap();
    let whole = "lines 3 to 100003: a quote is not closed on its line";
    assert_eq!(summary.complaints, [whole, never]);
    assert_eq!((summary.bad, summary.lines), (1, 100_002));
    assert_eq!(summary.totals["EUR"], euros(1, 1, 100));
}

#[test]
fn a_value_is_converted_to_the_nearest_cent() {
    assert_eq!(record("1,450,GBP"), Ok(518)); // 517.5
    assert_eq!(record("1,1,USD"), Ok(1)); // 0.92
    assert_eq!(record("0,999,CHF"), Ok(0));
}

#[test]
fn a_first_line_without_the_columns_is_an_error() {
    let spread = "quantity,cents,currency,\"no\nte\"\n";
    for text in
        ["", "\n", "a,b,c\n1,2,EUR\n", "quantity;cents;currency\n", "quantity,cents\n", spread]
    {
        let message = run(text).unwrap_err().to_string();
        assert!(message.starts_with("expected a first line that names the columns"), "{message}");
    }
    for (length, end) in [(40, "\""), (41, "\"…"), (LONG - 1, "\"…")] {
        let message = run("x".repeat(length)).unwrap_err().to_string();
        assert!(message.ends_with(&format!("found \"{}{end}", "x".repeat(40))), "{message}");
    }
    for length in [LONG, 10 * LONG] {
        let message = run("x".repeat(length)).unwrap_err().to_string();
        assert_eq!(message, format!("the first line is longer than {} bytes", LONG - 1));
    }
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

/// Counts the bytes that were read.
struct Counted<R>(R, Arc<AtomicUsize>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).inspect(|length| _ = self.1.fetch_add(*length, Ordering::SeqCst))
    }
}

#[test]
fn short_lines_are_read_ahead_by_three_blocks_and_no_more() {
    // While all of Rayon's workers are at a gate, one block waits for them, one in the channel, and one
    // with the reader.
    let ((gate, closed), (arrive, arrived)) = (channel::bounded::<()>(0), channel::unbounded());
    rayon::spawn_broadcast(move |_| {
        arrive.send(()).unwrap();
        let _ = closed.recv();
    });
    let read = Arc::new(AtomicUsize::new(0));
    let text = format!("{HEADER}{}", "\n".repeat(10 * LINES));
    let input = BufReader::with_capacity(100, Counted(io::Cursor::new(text), Arc::clone(&read)));
    let (summary, ahead) = watched("three blocks to be read", move || {
        (0..rayon::current_num_threads()).for_each(|_| arrived.recv().unwrap());
        let summary = thread::spawn(|| pipeline(input));
        while read.load(Ordering::SeqCst) < 3 * LINES {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(50)); // Time to go too far.
        let ahead = read.load(Ordering::SeqCst);
        drop(gate);
        (summary.join().unwrap().unwrap(), ahead)
    });
    assert!(ahead <= HEADER.len() + 3 * LINES + 100, "{ahead}");
    assert_eq!(summary.lines, 10 * LINES as u64);
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

struct Gone;

impl Read for Gone {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_read_error_ends_it_and_says_how_far_it_was() {
    // In the middle of a block; a line that is not whole does not count, and a field's do.
    let records = 3 * BLOCK / "1,100,EUR\n".len() + 1_000;
    let whole = format!("{HEADER}{}", "1,100,EUR\n".repeat(records));
    for (text, lines) in [
        ("".to_string(), "0 lines"),
        (HEADER.to_string(), "1 line"),
        (format!("{HEADER}1,100,E"), "1 line"),
        (format!("{HEADER}1,100,EUR\n"), "2 lines"),
        (format!("{HEADER}1,100,EUR,\"\n1\n2\n3"), "4 lines"),
        (whole.clone(), &format!("{} lines", records + 1)),
        (whole + "1,100,EU", &format!("{} lines", records + 1)),
    ] {
        let input = BufReader::new(io::Cursor::new(text.clone()).chain(Gone));
        let error = watched("the error", move || pipeline(input)).unwrap_err().to_string();
        let expected = match lines {
            "0 lines" => "can't read it: the disk is gone".to_string(),
            _ => format!("can't read on after {lines}: the disk is gone"),
        };
        assert_eq!(error, expected, "{text:.60}");
    }
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
    assert!(stderr.starts_with("Error: not all records could be used"), "{stderr}");
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
