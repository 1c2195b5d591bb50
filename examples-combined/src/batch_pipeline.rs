//! Orders from a CSV file of any size: read, converted on all cores, and summed up.
//!
//! Article B, "Choosing the Right Approach", sketches a batch pipeline without its stages. New against
//! `ordered_pipeline`: reading has a thread of its own, and a bad record is a result like the others.
//!
//! Run: `cargo run -p examples-combined -- batch_pipeline [FILE.csv]`
//! Paste: `cargo add anyhow crossbeam csv rayon && cargo add serde --features derive`

use std::fs::File;
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::{env, thread};

use anyhow::{Context, Result, ensure};
use crossbeam::channel;
use csv::{ByteRecord, ErrorKind, ReaderBuilder, Trim};
use rayon::prelude::*;
use serde::Deserialize;

/// Bytes in a block, or more if its last record is long. The reader is at most three blocks ahead.
pub const BLOCK: usize = 256 << 10;
/// The longest record, in bytes. After a missing quote a record could be the rest of the file.
pub const LONGEST: usize = 1 << 20;
/// How many complaints are kept. All are counted.
pub const COMPLAINTS: u64 = 10;

/// The only column that is needed. The first line of the file names them all.
#[derive(Deserialize)]
struct Order {
    cents: u32,
}

/// What remains of all records.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    pub records: u64,
    pub bad: u64,
    /// What is wrong with the first bad records, which are counted from 1.
    pub complaints: Vec<String>,
    pub cents: u64,
}

/// Reads all records of a CSV text, converts them on all cores, and sums them up in their order.
///
/// # Errors
/// If reading fails, if a record does not end, or if the column is missing or named twice.
pub fn pipeline(input: impl Read + Send) -> Result<Summary> {
    let checked = Checked { input, quoted: false, may_open: true, length: 0, records: 0 };
    // `flexible`: a record with too few or too many fields is bad, but not fatal.
    let mut csv = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(checked);
    let names = names(csv.byte_headers()?)?;
    let (filled, to_process) = channel::bounded::<Vec<_>>(1);
    let (processed, to_finalize) = channel::bounded::<Vec<_>>(1);
    thread::scope(|s| {
        let reader = s.spawn(move || -> Result<()> {
            let (mut block, mut size) = (Vec::new(), 0);
            for record in csv.into_byte_records() {
                let record = record?;
                size += record.as_slice().len() + 8 * record.len() + 100; // with what it takes to keep it
                block.push(record);
                if size >= BLOCK {
                    filled.send(block)?;
                    (block, size) = (Vec::new(), 0);
                }
            }
            Ok(filled.send(block)?)
        });
        let summing =
            s.spawn(move || to_finalize.into_iter().flatten().fold(Summary::default(), finalize));
        // If a Rayon worker waited for the reader here, as in article A, its core would do nothing.
        for block in to_process {
            processed.send(block.par_iter().map(|order| process(order, &names)).collect())?; // in order
        }
        drop(processed);
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok(summing.join().expect("adding up does not panic"))
    })
}

/// Passes a CSV text on to the `csv` crate, which would read a quote that is never closed as a field that
/// holds the rest. That would look like a smaller file.
struct Checked<R> {
    input: R,
    quoted: bool,
    /// Whether a quote here opens a quoted field, or is the second of two in one.
    may_open: bool,
    /// How long the record is so far, and how many were before it.
    length: usize,
    records: u64,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let fail = |records, what: &str| match records {
            0 => io::Error::other(format!("the first line {what}")),
            _ => io::Error::other(format!("record {records} {what}")),
        };
        let mut read = self.input.read(buffer);
        while read.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
            read = self.input.read(buffer); // Only a signal came. The `csv` crate would take it for a failure.
        }
        let read = read.map_err(|error| fail(self.records, &format!("can't be read: {error}")))?;
        for &byte in &buffer[..read] {
            // In `"a""b"`, the second quote closes the field, and the third opens it again.
            let is_quote = byte == b'"' && (self.quoted || self.may_open);
            self.quoted ^= is_quote;
            self.may_open = match byte {
                b',' | b'\n' | b'\r' => true,
                b'\xef' | b'\xbb' | b'\xbf' if self.records == 0 && self.length < 3 => true, // a byte order mark
                _ => is_quote,
            };
            self.length += 1;
            if !self.quoted && matches!(byte, b'\n' | b'\r') {
                self.records += u64::from(self.length > 1); // Empty lines are no records.
                self.length = 0;
            } else if self.length > LONGEST {
                return Err(fail(self.records, "is longer than a megabyte, or a quote is missing"));
            }
        }
        match read == 0 && self.quoted {
            true => Err(fail(self.records, "has no end: a quote is missing")),
            false => Ok(read),
        }
    }
}

/// Returns the names of the columns, in small letters.
fn names(found: &ByteRecord) -> Result<ByteRecord> {
    let names: ByteRecord = found.iter().map(<[u8]>::to_ascii_lowercase).collect();
    let count = names.iter().filter(|name| *name == b"cents").count();
    ensure!(count < 2, "two columns are named cents");
    let hint = "Is it UTF-8, with commas and no tabs or semicolons between the columns?";
    ensure!(count > 0, "no column is named cents in the first line: {}. {hint}", shown(found));
    Ok(names)
}

/// Returns the beginning of a record, without characters that a terminal would obey.
fn shown(record: &ByteRecord) -> String {
    let text = record.iter().take(60).map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
    format!("{:?}", text.chars().take(60).collect::<String>())
}

/// Returns the cents of an order, or a complaint.
fn process(record: &ByteRecord, names: &ByteRecord) -> Result<u32, String> {
    if record.len() != names.len() {
        return Err(format!(
            "{}: expected {} fields, found {}",
            shown(record),
            names.len(),
            record.len()
        ));
    }
    let order = record.deserialize::<Order>(Some(names)).map_err(|error| match error.kind() {
        ErrorKind::Deserialize { err, .. } => format!("{}: {}", shown(record), err.kind()),
        _ => error.to_string(),
    })?;
    Ok(order.cents)
}

fn finalize(mut summary: Summary, result: Result<u32, String>) -> Summary {
    summary.records += 1;
    match result {
        Ok(cents) => summary.cents += u64::from(cents),
        Err(complaint) => {
            summary.bad += 1;
            if summary.bad <= COMPLAINTS {
                summary.complaints.push(format!("record {}: {complaint}", summary.records));
            }
        }
    }
    summary
}

const SAMPLE: &str = "\
item,cents
\"tea, green\",450
milk,six
\"jam,
home made\",399
salt
pepper,250,ground
";

pub fn main() -> Result<()> {
    let path = env::args_os().nth(1);
    let input: Box<dyn Read + Send> = match &path {
        None => Box::new(SAMPLE.as_bytes()),
        Some(path) => Box::new(File::open(path).with_context(|| format!("can't open {path:?}"))?),
    };
    let summary = pipeline(input)?;
    summary.complaints.iter().for_each(|complaint| println!("{complaint}"));
    println!("records: {}, bad ones: {}", summary.records, summary.bad);
    println!("sum of the good ones: {} cents", summary.cents);
    ensure!(path.is_none() || summary.bad == 0, "not all records could be used");
    Ok(())
}
