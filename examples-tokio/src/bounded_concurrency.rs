//! Unbounded tasks hold all their buffers at once; a semaphore or a set limits them.
//!
//! Article A, "Worker pools": unbounded creation overwhelms memory, and a fixed number of workers
//! prevents it. Tasks need no pool of workers for that, but permits, or a set that is kept small.
//!
//! Run: `cargo run -p examples-tokio -- bounded_concurrency`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

const PAGES: usize = 1_000;
const BOUND: usize = 20; // It divides PAGES, so that the last crowd at the site is complete too.
const BUFFER: usize = 16 * 1024;

static BUFFERS: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Fetches a page from a slow site, which answers when as many as it expects are asking.
async fn fetch(site: Arc<Barrier>) {
    let buffer = vec![0_u8; BUFFER];
    MOST.fetch_max(BUFFERS.fetch_add(1, Relaxed) + 1, Relaxed);
    site.wait().await;
    BUFFERS.fetch_sub(1, Relaxed);
    drop(buffer); // It lives across the `.await`, and so exists once for each task that waits.
}

/// Spawns a task for each page, and all of them fetch at once. Returns how many buffers there were
/// at most.
pub async fn unbounded() -> usize {
    let site = Arc::new(Barrier::new(PAGES));
    let mut set = JoinSet::new();
    for _ in 0..PAGES {
        set.spawn(fetch(Arc::clone(&site)));
    }
    set.join_all().await;
    MOST.swap(0, Relaxed)
}

/// Spawns a task for each page, but only those with a permit fetch. A task that waits for one is
/// small; if even that is too much, acquire the permit before the spawn. Returns the same.
pub async fn with_semaphore() -> usize {
    let site = Arc::new(Barrier::new(BOUND));
    let permits = Arc::new(Semaphore::new(BOUND));
    let mut set = JoinSet::new();
    for _ in 0..PAGES {
        let (site, permits) = (Arc::clone(&site), Arc::clone(&permits));
        set.spawn(async move {
            // Returned when it is dropped, after a panic or a cancellation too.
            let _permit = permits.acquire().await.expect("the semaphore is never closed");
            fetch(site).await;
        });
    }
    set.join_all().await;
    MOST.swap(0, Relaxed)
}

/// Spawns a task only while the set has room, and otherwise waits until one ends. So it takes no
/// more pages from its source than it can fetch. Returns the same.
pub async fn with_bounded_set() -> usize {
    let site = Arc::new(Barrier::new(BOUND));
    let mut set = JoinSet::new();
    for _ in 0..PAGES {
        if set.len() == BOUND {
            set.join_next().await; // The page itself would be used here.
        }
        set.spawn(fetch(Arc::clone(&site)));
    }
    set.join_all().await;
    MOST.swap(0, Relaxed)
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("{PAGES} pages, and a buffer of {} KiB while one is fetched", BUFFER / 1024);
    for (how, buffers) in [
        ("all spawned at once", unbounded().await),
        ("with a semaphore", with_semaphore().await),
        ("in a bounded set", with_bounded_set().await),
    ] {
        println!("{how}: {buffers} buffers at once, {} KiB", buffers * BUFFER / 1024);
    }
}
