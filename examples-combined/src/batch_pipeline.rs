//! Orders from a CSV file of any size: read, parsed, converted on all cores, and summed up.
//!
//! Article B, "Choosing the Right Approach", sketches a batch pipeline without its stages. Here they
//! are, and new against `ordered_pipeline`: input and output have a thread each, so that the disk
//! need not wait for the cores nor these for the disk; and a bad record is a result like the others.
//!
//! The first line names the columns; `quantity`, `cents` and `currency` must be among them. A comma
//! ends a field, and a line end ends a record, when the number of double quotes before it in the
//! record is even. So a field in quotes may hold commas. A record whose field holds line ends is
//! refused, with all its lines, because records are parsed line by line.
//!
//! Run: `cargo run -p examples-combined -- batch_pipeline [FILE.csv]`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::collections::BTreeMap;
use std::env;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow, bail, ensure};
use crossbeam::channel;
use rayon::prelude::*;

/// What is read at once, in bytes. Three such blocks are in memory, and the results of three.
pub const BLOCK: usize = 256 << 10;
/// And in lines: the results of many short lines take more memory than the lines.
pub const LINES: usize = 10_000;
/// A line of so many bytes or more is a bad record, and not kept: it might be the whole file.
pub const LONG: usize = 64 << 10;
/// So many complaints are kept. All are counted, but memory has an end.
pub const COMPLAINTS: usize = 10;

/// What a unit of a currency is worth, in millionths of a euro. Examples, not today's rates.
const RATES: [(&str, u32); 4] =
    [("CHF", 1_070_000), ("EUR", 1_000_000), ("GBP", 1_150_000), ("USD", 920_000)];

/// Where in a line the columns are that are needed, counted from 0.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    quantity: usize,
    cents: usize,
    currency: usize,
}

/// What the reader sends: the first line of each record, and how many lines each has.
#[derive(Default)]
struct Block {
    text: Vec<u8>,
    lines: Vec<u64>,
}

/// A record as it comes from the first stage.
struct Order<'a> {
    quantity: u32,
    cents: u32,
    currency: &'a str,
}

/// A record as it comes from the second.
#[derive(Debug, PartialEq)]
pub struct Sale {
    pub currency: &'static str,
    pub pieces: u32,
    /// The value of all pieces in cents of a euro.
    pub euro_cents: u64,
}

/// What is left of all records in the end.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    /// Lines after the first, blank ones included.
    pub lines: u64,
    /// Records that could not be used.
    pub bad: u64,
    /// What was wrong with the first of them.
    pub complaints: Vec<String>,
    /// The sales in each currency.
    pub totals: BTreeMap<&'static str, Total>,
}

/// The sum of some sales.
#[derive(Debug, Default, PartialEq)]
pub struct Total {
    pub sales: u64,
    pub pieces: u64,
    /// In 128 bits, for the sum of 64-bit values may not fit in 64.
    pub euro_cents: u128,
}

/// Reads all records of a CSV text, processes them on all cores and sums them up in their order.
///
/// # Errors
/// If reading fails, or the first line lacks a column.
pub fn pipeline(mut input: impl BufRead + Send) -> Result<Summary> {
    let mut first = Vec::new();
    read_line(&mut input, &mut first, &mut false)
        .map_err(|error| anyhow!("can't read it: {error}"))?;
    let columns = find_columns(&first)?;

    let (blocks, to_process) = channel::bounded(1);
    let (processed, to_finalize) = channel::bounded(1);
    thread::scope(|s| {
        let reader = s.spawn(move || {
            let mut open = false;
            loop {
                let mut block = Block::default();
                let read = read_block(&mut input, &mut block, &mut open);
                // What was read before an error is sent as well: the message says how far that was.
                if block.lines.is_empty() || blocks.send(block).is_err() {
                    return read.map(|()| open);
                }
                read?;
            }
        });
        let summing = s.spawn(move || {
            let mut summary = Summary::default();
            to_finalize.into_iter().flatten().for_each(|(result, lines)| {
                finalize(&mut summary, result, lines);
            });
            summary
        });
        // Rayon is called by this thread and does not wait for the reader: a worker would be lost
        // to everybody while it waits, as in article A.
        for Block { text, lines } in to_process {
            let records = text.par_split_inclusive(|&byte| byte == b'\n');
            let results: Vec<_> = records.map(|line| process(columns, line)).collect(); // in order
            // If an error has cut off a line, it is not counted in `lines`, and ends the zip.
            if processed.send(results.into_iter().zip(lines)).is_err() {
                break; // It has panicked, which is passed on below.
            }
        }
        drop(processed);
        let mut summary = summing.join().unwrap_or_else(|panic| resume_unwind(panic));
        let read = reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        let open = read.map_err(|error| match summary.lines + 1 {
            1 => anyhow!("can't read on after 1 line: {error}"),
            lines => anyhow!("can't read on after {lines} lines: {error}"),
        })?;
        if open {
            summary.complaints.push("the last quote is never closed".to_string());
        }
        Ok(summary)
    })
}

/// Reads the records that come next, about a block of them; none at the end. `open` is whether a
/// quote is: at the end, it is one that was never closed.
fn read_block(input: &mut impl BufRead, block: &mut Block, open: &mut bool) -> io::Result<()> {
    let Block { text, lines } = block;
    text.reserve(BLOCK + LONG);
    while text.len() < BLOCK && lines.len() < LINES && read_line(input, text, open)? {
        // Where a quote is open, the first line is kept, to be found bad. The others are no records,
        // but text in a field; and they might be the whole file.
        let (record, first) = (lines.len(), text.len());
        lines.push(1);
        while *open && read_line(input, text, open)? {
            text.truncate(first);
            lines[record] += 1;
        }
    }
    Ok(())
}

/// Appends the next line, or as much of it as shows that it is too long, and turns `open` over at
/// each quote. Gives whether there was a line.
fn read_line(input: &mut impl BufRead, text: &mut Vec<u8>, open: &mut bool) -> io::Result<bool> {
    let start = text.len();
    loop {
        let kept = text.len();
        let length = input.by_ref().take(LONG as u64).read_until(b'\n', text)?;
        *open ^= text[kept..].iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
        let ends = length < LONG || text.ends_with(b"\n");
        if kept == start && ends {
            return Ok(length > 0);
        }
        text.truncate(start + LONG);
        if ends {
            text.push(b'\n');
            return Ok(true);
        }
    }
}

/// # Errors
/// If there is no such line, or a column is missing.
fn find_columns(line: &[u8]) -> Result<Columns> {
    ensure!(line.len() <= LONG, "the first line is longer than {} bytes", LONG - 1);
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line); // Some programs mark UTF-8 so.
    let line = String::from_utf8_lossy(line);
    let fields = split(line.trim()).unwrap_or_default();
    let find = |name| fields.iter().position(|field| field.eq_ignore_ascii_case(name));
    match (find("quantity"), find("cents"), find("currency")) {
        (Some(quantity), Some(cents), Some(currency)) => Ok(Columns { quantity, cents, currency }),
        _ => bail!(
            "expected a first line that names the columns quantity, cents and currency, \
             with commas between them, found {}",
            quote(line.trim())
        ),
    }
}

/// Parses a record and converts it; `None` for a blank line.
///
/// # Errors
/// A sentence, if the record is bad.
pub fn process(columns: Columns, line: &[u8]) -> Result<Option<Sale>, String> {
    if line.len() > LONG {
        return Err(format!("it is longer than {} bytes", LONG - 1));
    }
    let line = str::from_utf8(line).map_err(|_| "it is not UTF-8")?.trim();
    if line.is_empty() {
        return Ok(None);
    }
    let sale = enrich(parse(columns, line)?)?;
    Ok(Some(sale))
}

fn parse(columns: Columns, line: &str) -> Result<Order<'_>, String> {
    let fields = split(line)?;
    let field = |column: usize| {
        let count = fields.len();
        fields.get(column).copied().ok_or_else(|| format!("it has no more than {count} fields"))
    };
    let number = |name, column| {
        let field = field(column)?;
        let expected = || format!("its {name}, {}, is not a whole number below 2^32", quote(field));
        field.parse().map_err(|_| expected())
    };
    Ok(Order {
        quantity: number("quantity", columns.quantity)?,
        cents: number("cents", columns.cents)?,
        currency: field(columns.currency)?,
    })
}

fn enrich(Order { quantity, cents, currency }: Order) -> Result<Sale, String> {
    let (currency, rate) = RATES
        .into_iter()
        .find(|(name, _)| *name == currency)
        .ok_or_else(|| format!("there is no rate for {}", quote(currency)))?;
    let millionths = u128::from(quantity) * u128::from(cents) * u128::from(rate); // below 2^96
    let euro_cents = (millionths + 500_000) / 1_000_000; // to the nearest cent, for each record
    let euro_cents = euro_cents.try_into().map_err(|_| "it is too dear to count")?;
    Ok(Sale { currency, pieces: quantity, euro_cents })
}

/// The fields of a line, without white space and quotes around them.
fn split(line: &str) -> Result<Vec<&str>, String> {
    let mut quoted = false;
    let fields = line.split(|c| {
        quoted ^= c == '"'; // A quote within quotes is written twice, and so changes nothing.
        c == ',' && !quoted
    });
    let fields = fields.map(|field| field.trim().trim_matches('"').trim()).collect();
    if quoted { Err("a quote is not closed on its line".to_string()) } else { Ok(fields) }
}

/// The beginning of a text of others, without what would disturb a terminal.
fn quote(text: &str) -> String {
    let beginning: String = text.chars().take(40).collect();
    let more = if beginning.len() < text.len() { "…" } else { "" };
    format!("{beginning:?}{more}")
}

/// Adds the result of a record of so many lines to the summary. They come in the order of their lines.
pub fn finalize(summary: &mut Summary, result: Result<Option<Sale>, String>, lines: u64) {
    let first = summary.lines + 2; // The names of the columns are line 1.
    summary.lines += lines;
    match result {
        Ok(None) => {}
        Ok(Some(sale)) => {
            let total = summary.totals.entry(sale.currency).or_default();
            total.sales += 1;
            total.pieces += u64::from(sale.pieces);
            total.euro_cents += u128::from(sale.euro_cents);
        }
        Err(complaint) => {
            summary.bad += 1;
            if summary.complaints.len() < COMPLAINTS {
                summary.complaints.push(match lines {
                    1 => format!("line {first}: {complaint}"),
                    _ => format!("lines {first} to {}: {complaint}", summary.lines + 1),
                });
            }
        }
    }
}

fn print(summary: &Summary) {
    for complaint in &summary.complaints {
        println!("{complaint}");
    }
    for (currency, Total { sales, pieces, euro_cents }) in &summary.totals {
        let (euros, cents) = (euro_cents / 100, euro_cents % 100);
        println!("{currency}: sales {sales}, pieces {pieces}, euros {euros}.{cents:02}");
    }
    println!("bad records: {}", summary.bad);
}

const SAMPLE: &str = "\
item,quantity,cents,currency
bread,2,310,EUR
\"tea, green\",1,450,GBP
milk,six,95,EUR
cheese,1,1290,CHF
\"jam,
home made\",1,399,EUR
salt,3,60
pepper,2,250,USD
saffron,4294967295,4294967295,GBP
rice,5,180,XYZ
butter,4,280,EUR
";

pub fn main() -> Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let Some(path) = arguments.next() else {
        print(&pipeline(SAMPLE.as_bytes())?);
        return Ok(ExitCode::SUCCESS); // The bad records are part of the show.
    };
    if arguments.next().is_some() {
        eprintln!("expected one CSV file, or none");
        return Ok(ExitCode::from(2));
    }
    let start = Instant::now();
    let file = File::open(&path).map_err(|error| anyhow!("can't open {path:?}: {error}"))?;
    let summary = pipeline(BufReader::with_capacity(BLOCK, file))
        .map_err(|error| anyhow!("{path:?}: {error}"))?;
    print(&summary);
    println!("{} lines in {:.2} s", summary.lines, start.elapsed().as_secs_f64());
    ensure!(summary.bad == 0, "not all records could be used");
    Ok(ExitCode::SUCCESS)
}
