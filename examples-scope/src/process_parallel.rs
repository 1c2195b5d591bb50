//! One thread for each core works on its share of a slice; a panic costs one item only.
//!
//! Article B, "std::thread::scope: Primary Recommendation": the workers borrow the caller's slice
//! in chunks, and the results come back in its order. As printed there, the function panics if the
//! slice is empty or a worker panics. Here it does neither.
//!
//! Run: `cargo run -p examples-scope -- process_parallel`
//! Paste: `cargo add num_cpus`

use std::{panic, thread};

/// The price of one piece, in cents.
pub type Output = u64;

/// Why an item has no output. A wrong order is the customer's mistake, a panic is ours.
#[derive(Debug, PartialEq)]
pub enum Error {
    /// The item is not of the form `NAME CENTS PIECES`.
    Malformed,
    /// `process_item` panicked, with this message.
    Panicked(String),
}

/// Returns the price of a piece from an order. Panics on an order of 0 pieces: this bug is left in on
/// purpose.
pub fn process_item(item: &str) -> Result<Output, Error> {
    let fields: Vec<_> = item.split_whitespace().collect();
    let [_name, cents, pieces] = fields[..] else { return Err(Error::Malformed) };
    match (cents.parse::<u64>(), pieces.parse::<u64>()) {
        (Ok(cents), Ok(pieces)) => Ok(cents / pieces), // Nobody thought of 0 pieces.
        _ => Err(Error::Malformed),
    }
}

/// Processes every item, on at most as many threads as there are cores. Returns a result for each
/// item, in the order of the items.
pub fn process_parallel(data: &[String]) -> Vec<Result<Output, Error>> {
    // `max(1)`: for an empty slice the size would be 0, and `chunks(0)` panics.
    let chunk_size = data.len().div_ceil(num_cpus::get()).max(1);
    thread::scope(|s| {
        let handles: Vec<_> = data
            .chunks(chunk_size)
            // `move` takes the reference `chunk` along; the items stay the caller's.
            .map(|chunk| s.spawn(move || chunk.iter().map(|item| caught(item)).collect::<Vec<_>>()))
            .collect(); // Without it the iterator would stay lazy: spawn, join, spawn, join.
        handles
            .into_iter() // In the order of the chunks, whichever worker is done first.
            .flat_map(|handle| handle.join().expect("panics are caught item by item"))
            .collect()
    })
}

/// Turns a panic into an error. At `join` it would be too late: the whole chunk would be lost, and
/// how many items that is depends on the number of cores.
fn caught(item: &str) -> Result<Output, Error> {
    panic::catch_unwind(|| process_item(item)).unwrap_or_else(|payload| {
        // `panic!("{text}")` leaves a `String`, other panics mostly a `&str`.
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string()));
        Err(Error::Panicked(text.unwrap_or_default()))
    })
}

pub fn main() {
    // Since Rust 1.59 std counts cores too. For a quota of one and a half, it says 1 and num_cpus 2.
    let std = thread::available_parallelism().map_or(1, |cores| cores.get());
    println!("cores: {} by num_cpus, {std} by std", num_cpus::get());

    let orders = ["pears 1200 4", "apples 900 six", "plums 500 0", "figs 420 7", "melons 990 3"];
    let data = orders.map(String::from);
    for (item, result) in data.iter().zip(process_parallel(&data)) {
        match result {
            Ok(cents) => println!("{item:<14} -> {cents} cents a piece"),
            Err(error) => println!("{item:<14} -> {error:?}"),
        }
    }
    println!("no orders      -> {} results", process_parallel(&[]).len());
}
