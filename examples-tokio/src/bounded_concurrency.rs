//! Unbounded tasks hold all their buffers at once; a semaphore or bounded set only so many.
//!
//! Article A, "Worker pools": unbounded creation overwhelms memory, and a fixed number of workers
//! prevents it. Tasks need no pool of workers for that: they need permits, or a set that is kept
//! small.
//!
//! Run: `cargo run -p examples-tokio -- bounded_concurrency`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

const PAGES: usize = 1_000;
const BOUND: usize = 20;
const BUFFER: usize = 16 * 1024;

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("{PAGES} pages, and a buffer of {} KiB while one is fetched", BUFFER / 1024);
    for (how, peak) in [
        ("all spawned at once", unbounded(PAGES).await),
        ("with a semaphore", with_semaphore(PAGES, BOUND).await),
        ("in a bounded set", with_bounded_set(PAGES, BOUND).await),
    ] {
        let Peak { tasks, buffers } = peak;
        let memory = buffers * BUFFER / 1024;
        println!("{how}: {tasks} tasks at a time, {buffers} buffers, {memory} KiB");
    }
}

/// The most that there was at the same time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Tasks, waiting ones included.
    pub tasks: usize,
    /// Buffers.
    pub buffers: usize,
}

/// Fetches all pages at once.
///
/// # Panics
/// If no Tokio runtime runs it.
pub async fn unbounded(pages: usize) -> Peak {
    let site = Site::new(pages);
    let mut set = JoinSet::new();
    for _ in 0..pages {
        set.spawn(fetch(Arc::clone(&site)));
    }
    let tasks = set.len();
    set.join_all().await;
    Peak { tasks, buffers: site.most() }
}

/// Spawns all tasks at once, but only those that have a permit fetch. A waiting task is small, a
/// few hundred bytes here; where even that is too much, take the permit before the spawn.
///
/// # Panics
/// If the pages are not a multiple of the permits, or no Tokio runtime runs it.
pub async fn with_semaphore(pages: usize, permits: usize) -> Peak {
    assert_eq!(pages % permits, 0, "the last pages would wait for a crowd that never comes");
    let site = Site::new(permits);
    let places = Arc::new(Semaphore::new(permits));
    let mut set = JoinSet::new();
    for _ in 0..pages {
        let (site, places) = (Arc::clone(&site), Arc::clone(&places));
        set.spawn(async move {
            // Given back when it is dropped, after a panic or a cancellation too.
            let _permit = places.acquire().await.expect("nobody closes the semaphore");
            fetch(site).await;
        });
    }
    let tasks = set.len();
    set.join_all().await;
    Peak { tasks, buffers: site.most() }
}

/// Spawns a task only when the set has room for it, and otherwise waits for one to end first. That
/// holds back whoever brings the pages, too.
///
/// # Panics
/// If the pages are not a multiple of the bound, or no Tokio runtime runs it.
pub async fn with_bounded_set(pages: usize, bound: usize) -> Peak {
    assert_eq!(pages % bound, 0, "the last pages would wait for a crowd that never comes");
    let site = Site::new(bound);
    let mut set = JoinSet::new();
    let mut tasks = 0;
    for _ in 0..pages {
        if set.len() == bound
            && let Some(fetched) = set.join_next().await
        {
            fetched.expect("fetching does not panic"); // The page itself would be taken here.
        }
        set.spawn(fetch(Arc::clone(&site)));
        tasks = tasks.max(set.len());
    }
    set.join_all().await;
    Peak { tasks, buffers: site.most() }
}

/// Stands for a web site that is slow in a way that can be relied upon: it answers as soon as a
/// whole crowd is asking. So the peak is the same in each run; it can't be below the crowd.
struct Site {
    crowd: Barrier,
    held: AtomicUsize,
    most: AtomicUsize,
}

impl Site {
    fn new(crowd: usize) -> Arc<Self> {
        let (held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Site { crowd: Barrier::new(crowd), held, most })
    }

    fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }
}

async fn fetch(site: Arc<Site>) {
    let buffer = vec![0_u8; BUFFER];
    site.most.fetch_max(site.held.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
    site.crowd.wait().await;
    site.held.fetch_sub(1, Ordering::Relaxed);
    drop(buffer); // Until here it was held, which is what the bound is about.
}
