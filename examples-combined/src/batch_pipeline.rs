//! Orders from a CSV file of any size: read, converted on all cores, and summed up.
//!
//! Article B, "Choosing the Right Approach", sketches a batch pipeline without its stages. New against
//! `ordered_pipeline`: reading has a thread of its own, so that the disk and the cores do not wait for
//! each other, and a bad record is a result like the others. The first line of the file names the
//! columns. `cents` and `currency` must be among them.
//!
//! Run: `cargo run -p examples-combined -- batch_pipeline [FILE.csv]`
//! Paste: `cargo add anyhow crossbeam csv rayon`

use std::fs::File;
use std::io::{Chain, Read, Take};
use std::panic::resume_unwind;
use std::{env, thread};

use anyhow::{Context, Result, ensure};
use crossbeam::channel::{self, Sender};
use csv::{ByteRecord, ReaderBuilder};
use rayon::prelude::*;

/// About how many bytes a block of records takes. At most three blocks are under way.
pub const BLOCK: usize = 256 << 10;
/// The longest record, in bytes. After a missing quote a record could be the rest of the file.
pub const LONGEST: usize = 1 << 20;
/// How many complaints are kept. All are counted.
pub const COMPLAINTS: u64 = 10;
/// A record that we put behind the input. If it becomes part of another, a quote was never closed.
const END: &[u8] = b"\n\0end";
/// What a currency is worth, in thousandths of a euro. Examples, not today's rates.
const RATES: [(&str, u64); 4] = [("CHF", 1_070), ("EUR", 1_000), ("GBP", 1_150), ("USD", 920)];

/// A record and what the reader may have read ahead.
const LIMIT: u64 = (LONGEST + BLOCK) as u64;
type Csv<R> = csv::Reader<Take<Chain<R, &'static [u8]>>>;
/// How many fields each record has, and its two fields that are needed.
type Block = (Vec<usize>, ByteRecord);

/// What remains of all records.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    pub records: u64,
    pub bad: u64,
    /// What is wrong with the first bad records, which are counted from 1.
    pub complaints: Vec<String>,
    /// The value of all orders, in thousandths of a cent of a euro.
    pub value: u128,
}

/// Reads all records of a CSV text, converts them on all cores, and sums them up in their order.
///
/// # Errors
/// If reading fails, if a record does not end, or if a column is missing or there twice.
pub fn pipeline(input: impl Read + Send) -> Result<Summary> {
    let mut builder = ReaderBuilder::new();
    builder.buffer_capacity(BLOCK).flexible(true); // A record of another length is only a bad one.
    let mut csv = builder.from_reader(input.chain(END).take(LIMIT));
    let names = csv.byte_headers().context("can't read the first line")?.clone();
    ensure!(csv.get_ref().limit() > 0, "the first line is too long, or a quote is missing");
    let (columns, length) = ([find(&names, "cents")?, find(&names, "currency")?], names.len());

    let (filled, to_process) = channel::bounded(1);
    let (processed, to_finalize) = channel::bounded::<Vec<_>>(1);
    thread::scope(|s| {
        let reader = s.spawn(move || read(csv, columns, filled));
        let summing = s.spawn(move || {
            let mut summary = Summary::default();
            to_finalize.into_iter().flatten().for_each(|result| finalize(&mut summary, result));
            summary
        });
        // This thread waits for the reader. If a Rayon worker did, as in article A, it would be missing
        // elsewhere.
        for (lengths, fields) in to_process {
            let process = |(place, found)| match found == length {
                true => process(&fields[2 * place], &fields[2 * place + 1]),
                false => Err(format!("it has {found} fields instead of {length}")),
            };
            let results = lengths.into_par_iter().enumerate().map(process).collect(); // in order
            processed.send(results)?;
        }
        drop(processed);
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok(summing.join().expect("adding up does not panic"))
    })
}

/// Returns the place of a column, which must be there once.
fn find(names: &ByteRecord, name: &str) -> Result<usize> {
    let is_it = |found: &[u8]| found.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
    let mut places = (0..names.len()).filter(|&place| is_it(&names[place]));
    let place = places.next().with_context(|| format!("no column is named {name}"))?;
    ensure!(places.next().is_none(), "two columns are named {name}");
    Ok(place)
}

/// Sends all records in blocks.
fn read(mut csv: Csv<impl Read>, columns: [usize; 2], filled: Sender<Block>) -> Result<()> {
    let (mut record, mut ended) = (ByteRecord::new(), false);
    while !ended {
        let (mut lengths, mut fields) = Block::default();
        // Per record, a length and the ends of two fields take 24 bytes.
        while fields.as_slice().len() + 24 * lengths.len() < BLOCK {
            let number = csv.position().record();
            csv.get_mut().set_limit(LIMIT); // There, the file seems to end.
            let found = csv.read_byte_record(&mut record);
            let found = found.with_context(|| format!("can't read record {number}"))?;
            let is_whole = found && csv.get_ref().limit() > 0;
            ensure!(is_whole, "record {number} has no end: a quote is missing, or it is too long");
            ended = record.as_slice() == &END[1..];
            if ended {
                break;
            }
            lengths.push(record.len());
            fields.extend(columns.map(|column| record.get(column).unwrap_or_default()));
        }
        filled.send((lengths, fields))?;
    }
    ensure!(!csv.read_byte_record(&mut record)?, "a record in the middle is the mark of the end");
    Ok(())
}

/// Converts an order into thousandths of a cent of a euro.
///
/// # Errors
/// A sentence, if the order is bad.
pub fn process(cents: &[u8], currency: &[u8]) -> Result<u64, String> {
    let cents = String::from_utf8_lossy(cents.trim_ascii());
    let currency = String::from_utf8_lossy(currency.trim_ascii());
    let start = |text: &str| text.chars().take(40).collect::<String>();
    let Ok(number) = cents.parse::<u32>() else {
        return Err(format!("{:?} is not a number of cents below 2^32", start(&cents)));
    };
    let rate = RATES.iter().find(|(name, _)| *name == currency);
    let (_, rate) = rate.ok_or_else(|| format!("there is no rate for {:?}", start(&currency)))?;
    Ok(u64::from(number) * rate)
}

fn finalize(summary: &mut Summary, result: Result<u64, String>) {
    summary.records += 1;
    match result {
        Ok(value) => summary.value += u128::from(value),
        Err(complaint) => {
            summary.bad += 1;
            if summary.bad <= COMPLAINTS {
                summary.complaints.push(format!("record {}: {complaint}", summary.records));
            }
        }
    }
}

const SAMPLE: &str = "\
item,cents,currency
\"tea, green\",450,GBP
milk,six,EUR
\"jam,
home made\",399,EUR
salt,60
pepper,250,USD,ground
rice,180,XYZ
";

pub fn main() -> Result<()> {
    let path = env::args_os().nth(1);
    let input: Box<dyn Read + Send> = match &path {
        None => Box::new(SAMPLE.as_bytes()),
        Some(path) => Box::new(File::open(path).with_context(|| format!("can't open {path:?}"))?),
    };
    let summary = pipeline(input)?;
    summary.complaints.iter().for_each(|complaint| println!("{complaint}"));
    let cents = (summary.value + 500) / 1_000;
    println!("{} records, {} of them bad", summary.records, summary.bad);
    println!("value of the good ones: {}.{:02} euros", cents / 100, cents % 100);
    ensure!(path.is_none() || summary.bad == 0, "not all records could be used");
    Ok(())
}
