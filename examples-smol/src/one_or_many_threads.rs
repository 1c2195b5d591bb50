//! The same tasks on one executor thread, then on three: concurrency is not parallelism.
//!
//! Article B, "Why Smol?": smol “explicitly separates concurrency from parallelism”. Tasks make a
//! program concurrent. The threads that run their executor make it parallel, and you start them.
//!
//! Run: `cargo run -p examples-smol -- one_or_many_threads`
//! Paste: `cargo add anyhow smol`

use std::collections::HashSet;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use anyhow::Context;
use smol::{Executor, channel, future};

/// What came of the tasks, and how they ran.
#[derive(Debug, PartialEq)]
pub struct Seen {
    /// The words of all lines.
    pub words: usize,
    /// The most tasks that had begun and were not done.
    pub in_progress: usize,
    /// The most tasks that ran at the same moment.
    pub running: usize,
    /// How many different threads ran them.
    pub by_threads: usize,
}

/// Counts the words of all lines, with a task for each line. The caller is one of the threads.
///
/// # Errors
/// If the system can't start the other threads.
pub fn count_words(lines: &[&str], threads: usize) -> io::Result<Seen> {
    let (in_progress, running) = (Default::default(), Default::default());
    let ids = Mutex::new(HashSet::new());
    // A task that waits at this barrier gives its thread to another task: one thread is enough for
    // all tasks to meet here.
    let all_begun = smol::lock::Barrier::new(lines.len());
    // A task that waits at this one keeps its thread: it opens when each thread runs a task.
    let each_thread = std::sync::Barrier::new(threads.min(lines.len()));
    // `async |…|` is a closure that returns a future.
    let job = async |number, line: &str| {
        enter(&in_progress);
        all_begun.wait().await;
        enter(&running);
        ids.lock().expect("no holder panics").insert(thread::current().id());
        if number < threads {
            each_thread.wait(); // A task should not block. Here it proves that others run.
        }
        leave(&running);
        leave(&in_progress);
        line.split_whitespace().count()
    };

    let executor = Executor::new(); // Not `LocalExecutor`: several threads run its tasks.
    let words = thread::scope(|s| {
        let (_stop, stopped) = channel::bounded::<()>(1); // The channel closes with this scope.
        for _ in 1..threads {
            let (executor, stopped) = (&executor, stopped.clone());
            // Not `smol::block_on`: without timers and sockets, nobody needs its reactor.
            let run = move || future::block_on(executor.run(stopped.recv()));
            thread::Builder::new().spawn_scoped(s, run)?;
        }
        // Not before the threads: if one is missing, the tasks would wait for it forever.
        let jobs = lines.iter().enumerate().map(|(number, line)| job(number, line));
        let tasks: Vec<_> = jobs.map(|job| executor.spawn(job)).collect();
        let mut words = 0;
        future::block_on(executor.run(async {
            for task in tasks {
                words += task.await;
            }
        }));
        io::Result::Ok(words)
    })?;
    let [in_progress, running] = [&in_progress, &running].map(|[_, most]| most.load(Relaxed));
    let by_threads = ids.lock().expect("no holder panics").len();
    Ok(Seen { words, in_progress, running, by_threads })
}

/// Counts one more inside, and remembers the most.
fn enter([inside, most]: &[AtomicUsize; 2]) {
    most.fetch_max(inside.fetch_add(1, Relaxed) + 1, Relaxed);
}

fn leave([inside, _]: &[AtomicUsize; 2]) {
    inside.fetch_sub(1, Relaxed);
}

pub fn main() -> anyhow::Result<()> {
    let lines = ["one", "and two", "and then three", "four", "five more words than four", "six"];
    for threads in [1, 3] {
        let Seen { words, in_progress, running, by_threads } = count_words(&lines, threads)
            .with_context(|| format!("can't start {threads} threads"))?;
        println!("executor threads: {threads}");
        println!("  tasks in progress at once: {in_progress}");
        println!("  tasks running at once:     {running}");
        println!("  threads that ran them:     {by_threads}");
        println!("  words in all lines:        {words}");
    }
    Ok(())
}
