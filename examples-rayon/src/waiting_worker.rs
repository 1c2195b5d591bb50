//! A worker that waits inside Rayon runs another job, which meets all that it holds.
//!
//! Not in the articles. A job that calls Rayon waits for its parts. Its worker does not sleep then: it
//! runs any other job of its pool, on top of the same stack.
//!
//! Run: `cargo run -p examples-rayon -- waiting_worker`
//! Paste: `cargo add rayon`

use std::cell::RefCell;
use std::sync::{Mutex, OnceLock};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

static STOCK: Mutex<u32> = Mutex::new(5);
static PRICE: OnceLock<u32> = OnceLock::new();
thread_local!(static SCRATCH: RefCell<Vec<u32>> = const { RefCell::new(vec![]) });

/// Returns what a job sees of the lock, of its thread's scratch memory, and of the price. It tries and
/// does not wait: `lock` would wait forever for its own thread, and so would `get_or_init`.
pub fn look() -> [String; 3] {
    let stock = STOCK.try_lock().map_or_else(|error| error.to_string(), |stock| stock.to_string());
    let borrowed = SCRATCH.with(|cell| cell.try_borrow_mut().err().map(|error| error.to_string()));
    [stock, borrowed.unwrap_or("free".to_string()), format!("{:?}", PRICE.get())]
}

/// Runs two jobs on the only worker of `pool`, and returns what the second sees. The first gets a function
/// that waits, inside Rayon, until the second has looked.
pub fn meanwhile(
    [pool, other]: &[ThreadPool; 2],
    first: impl FnOnce(&dyn Fn()) + Send,
) -> [String; 3] {
    let seen = OnceLock::new();
    pool.scope(|s| {
        s.spawn(|_| drop(seen.set(look()))); // It stays in the queue while the first job has the worker.
        // The shortest such wait. `join`, `scope` and a parallel iterator wait in the same way for a part
        // that another worker has taken.
        first(&|| other.install(|| _ = seen.wait()));
    });
    seen.into_inner().expect("a scope waits for its jobs")
}

pub fn main() -> Result<(), ThreadPoolBuildError> {
    let one_worker = || ThreadPoolBuilder::new().num_threads(1).build();
    let pools = [one_worker()?, one_worker()?];
    let held = meanwhile(&pools, |wait| {
        let _held = STOCK.lock();
        SCRATCH.with_borrow_mut(|_| {
            PRICE.get_or_init(|| {
                wait();
                40
            });
        });
    });
    println!("the first job holds them: {held:?}");
    let let_go = meanwhile(&pools, |wait| {
        drop(STOCK.lock()); // Or keep it, and do the work in a plain loop.
        let own = SCRATCH.take(); // The price was filled above, before anybody waits.
        wait();
        SCRATCH.set(own);
    });
    println!("it has let go before: {let_go:?}");
    Ok(())
}
