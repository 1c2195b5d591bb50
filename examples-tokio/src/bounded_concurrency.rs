//! Unbounded tasks hold all their buffers at once; a semaphore or a set limits them.
//!
//! Article A, "Worker pools": unbounded creation overwhelms memory, and a fixed number of workers
//! prevents it. Tasks need no pool of workers for that, but permits, or a set that is kept small.
//!
//! Run: `cargo run -p examples-tokio -- bounded_concurrency`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

const PAGES: usize = 1_000;
const BOUND: usize = 20; // It divides PAGES, so that the last crowd at the site is complete too.
const BUFFER: usize = 16 * 1024;

/// Spawns a task for each page, and all of them fetch at once. Returns how many tasks and how many
/// buffers there were at most at the same time.
///
/// # Panics
/// If no Tokio runtime is running.
pub async fn unbounded() -> (usize, usize) {
    let site = Arc::new(Site::new(PAGES));
    let mut set = JoinSet::new();
    for _ in 0..PAGES {
        set.spawn(fetch(Arc::clone(&site)));
    }
    let tasks = set.len();
    set.join_all().await;
    (tasks, site.most())
}

/// Spawns a task for each page, but only those with a permit fetch. A task that waits for one is
/// small; if even that is too much, acquire the permit before the spawn. Returns the same numbers.
///
/// # Panics
/// If no Tokio runtime is running.
pub async fn with_semaphore() -> (usize, usize) {
    let site = Arc::new(Site::new(BOUND));
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
    let tasks = set.len();
    set.join_all().await;
    (tasks, site.most())
}

/// Spawns a task only while the set has room, and otherwise waits until one ends. So it takes no
/// more pages from its source than it can fetch. Returns the same numbers.
///
/// # Panics
/// If no Tokio runtime is running.
pub async fn with_bounded_set() -> (usize, usize) {
    let site = Arc::new(Site::new(BOUND));
    let (mut set, mut tasks) = (JoinSet::new(), 0);
    for _ in 0..PAGES {
        if set.len() == BOUND {
            let page = set.join_next().await.expect("the set is not empty");
            page.expect("fetching does not panic"); // The page itself would be used here.
        }
        set.spawn(fetch(Arc::clone(&site)));
        tasks = tasks.max(set.len());
    }
    set.join_all().await;
    (tasks, site.most())
}

/// A slow web site, and the number of buffers that wait for it.
struct Site {
    slow: Barrier,
    held: AtomicUsize,
    most: AtomicUsize,
}

impl Site {
    /// It answers as soon as `crowd` tasks are asking, so the peak is the same in each run.
    fn new(crowd: usize) -> Self {
        Site { slow: Barrier::new(crowd), held: AtomicUsize::new(0), most: AtomicUsize::new(0) }
    }

    fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }
}

async fn fetch(site: Arc<Site>) {
    let buffer = vec![0_u8; BUFFER];
    let held = site.held.fetch_add(1, Ordering::Relaxed) + 1;
    site.most.fetch_max(held, Ordering::Relaxed);
    site.slow.wait().await;
    drop(buffer); // It is held across the `.await`, and so exists once for each task that waits.
    site.held.fetch_sub(1, Ordering::Relaxed);
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("{PAGES} pages, and a buffer of {} KiB while one is fetched", BUFFER / 1024);
    for (how, (tasks, buffers)) in [
        ("all spawned at once", unbounded().await),
        ("with a semaphore", with_semaphore().await),
        ("in a bounded set", with_bounded_set().await),
    ] {
        let memory = buffers * BUFFER / 1024;
        println!("{how}: {tasks} tasks at a time, {buffers} buffers, {memory} KiB");
    }
}
