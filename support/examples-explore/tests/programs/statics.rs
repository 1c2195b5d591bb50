//! Statics and the values of threads begin anew in each order.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

static COUNT: AtomicU32 = AtomicU32::new(0);
static NAME: OnceLock<String> = OnceLock::new();

thread_local! {
    static MINE: Cell<u32> = const { Cell::new(0) };
}

fn main() {
    let count = || {
        MINE.set(MINE.get() + 1);
        COUNT.fetch_add(MINE.get(), Ordering::SeqCst);
        NAME.get_or_init(|| "shop".into());
    };
    thread::scope(|s| {
        s.spawn(count);
        s.spawn(count);
    });
    println!("{} {:?}", COUNT.load(Ordering::SeqCst), NAME.get());
}
