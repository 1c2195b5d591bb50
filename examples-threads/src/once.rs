//! A value is made once, when the first thread needs it: `LazyLock`, `OnceLock`.
//!
//! Not in the articles. A `static` can be used by every thread without an `Arc`, but its value must
//! be known when the program is compiled. These two are filled while it runs.
//!
//! Run: `cargo run -p examples-threads -- once`
//! Paste: nothing to add, std alone

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::thread;

/// How often the price list was made.
pub static MADE: AtomicU32 = AtomicU32::new(0);

/// `LazyLock`: the code that makes the value stands beside it.
static PRICES: LazyLock<BTreeMap<&str, u32>> = LazyLock::new(|| {
    MADE.fetch_add(1, Ordering::Relaxed);
    BTreeMap::from([("apple", 40), ("fig", 60), ("pear", 50)])
});

/// `OnceLock`: the value comes from elsewhere, such as the command line.
static CURRENCY: OnceLock<String> = OnceLock::new();

/// Returns a fruit's price, or `None` if it has none. The currency is cents if nobody has set one.
pub fn price(fruit: &str) -> Option<String> {
    let price = PRICES.get(fruit)?; // The first thread makes the list; the others wait for it.
    let currency = CURRENCY.get_or_init(|| "cents".to_string());
    Some(format!("{price} {currency}"))
}

pub fn main() {
    println!("at the start, price lists made: {}", MADE.load(Ordering::Relaxed));
    println!("set the currency: {:?}", CURRENCY.set("pence".to_string()));

    let fruits = ["apple", "fig", "pear", "plum"];
    let prices = thread::scope(|s| {
        let threads = fruits.map(|fruit| s.spawn(move || price(fruit)));
        threads.map(|thread| thread.join().expect("no thread panics"))
    });
    for (fruit, price) in fruits.iter().zip(prices) {
        println!("{fruit}: {price:?}");
    }
    println!("after four threads, price lists made: {}", MADE.load(Ordering::Relaxed));
    println!("set the currency again: {:?}", CURRENCY.set("euros".to_string()));
}
