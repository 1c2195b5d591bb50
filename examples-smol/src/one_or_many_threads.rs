//! The same tasks on one executor thread, then on three: concurrency is not parallelism.
//!
//! Article B, "Why Smol?": smol "explicitly separates concurrency from parallelism". Tasks make a
//! program concurrent; the threads that run their executor make it parallel, and they are yours to
//! start.
//!
//! Run: `cargo run -p examples-smol -- one_or_many_threads`
//! Paste: `cargo add smol`

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use smol::{Executor, channel};

const LINES: [&str; 6] =
    ["one", "and two", "and then three", "four", "five more words than four", "six"];

pub fn main() {
    for threads in [1, 3] {
        let Seen { words, in_progress, running, by_threads } = count_words(&LINES, threads);
        println!("executor threads: {threads}");
        println!("  tasks in progress at once: {in_progress}");
        println!("  tasks running at once:     {running}");
        println!("  threads that ran them:     {by_threads}");
        println!("  words in all lines:        {words}");
    }
}

/// What came of the tasks, and how they ran.
#[derive(Debug, PartialEq)]
pub struct Seen {
    /// The words of all lines.
    pub words: usize,
    /// The most tasks that had begun and were not done.
    pub in_progress: usize,
    /// The most tasks that ran at the same moment.
    pub running: usize,
    /// The number of different threads that ran them.
    pub by_threads: usize,
}

/// Counts the words of all lines, with a task for each line, on so many threads; the caller's is the
/// first of them.
pub fn count_words(lines: &[&str], threads: usize) -> Seen {
    let (in_progress, running) = (Gauge::default(), Gauge::default());
    let ids = Mutex::new(HashSet::new());
    // Two barriers. A task that waits at the first gives its thread to another task, so one thread
    // is enough for all to meet there. At the second it keeps its thread, so as many can meet as
    // there are threads, and they must: that makes sure each thread runs a task.
    let all_begun = smol::lock::Barrier::new(lines.len());
    let each_thread = std::sync::Barrier::new(threads.min(lines.len()));

    let executor = Executor::new(); // Not `LocalExecutor`: several threads run its tasks.
    let job = async |number, line: &str| {
        in_progress.enter();
        all_begun.wait().await;
        running.enter();
        ids.lock().expect("no holder panics").insert(thread::current().id());
        if number < threads {
            each_thread.wait(); // Blocks, which a task should not; here it is the point.
        }
        let words = line.split_whitespace().count();
        running.leave();
        in_progress.leave();
        words
    };
    // They borrow, as in `local_borrow`: the scoped threads below end before the borrowed does.
    let jobs = lines.iter().enumerate().map(|(number, line)| job(number, line));
    let tasks: Vec<_> = jobs.map(|job| executor.spawn(job)).collect();

    let words = thread::scope(|scope| {
        let (stop, stopped) = channel::bounded::<()>(1);
        for _ in 1..threads {
            let (executor, stopped) = (&executor, stopped.clone());
            scope.spawn(move || smol::block_on(executor.run(stopped.recv())));
        }
        smol::block_on(executor.run(async {
            let _stop = stop; // Dropped when all is done, which closes the channel.
            let mut words = 0;
            for task in tasks {
                words += task.await;
            }
            words
        }))
    });
    let by_threads = ids.lock().expect("no holder panics").len();
    Seen { words, in_progress: in_progress.peak(), running: running.peak(), by_threads }
}

/// Counts how many are inside, and remembers the most.
#[derive(Default)]
struct Gauge {
    inside: AtomicUsize,
    most: AtomicUsize,
}

impl Gauge {
    fn enter(&self) {
        let inside = self.inside.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(inside, Ordering::Relaxed);
    }

    fn leave(&self) {
        self.inside.fetch_sub(1, Ordering::Relaxed);
    }

    fn peak(&self) -> usize {
        self.most.load(Ordering::Relaxed)
    }
}
