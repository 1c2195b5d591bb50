//! The same tasks on one executor thread, then on three: concurrency is not parallelism.
//!
//! Article B, "Why Smol?": smol “explicitly separates concurrency from parallelism”. Tasks make a
//! program concurrent. The threads that run their executor make it parallel, and you start them.
//!
//! Run: `cargo run -p examples-smol -- one_or_many_threads`
//! Paste: `cargo add anyhow smol`

use std::collections::HashSet;
use std::{io, thread};

use anyhow::Context;
use smol::{Executor, channel, future};

/// Runs the futures as tasks on `threads` threads, one of which is the caller. Returns their results.
///
/// # Errors
/// If the system can't start the other threads.
pub fn run_on<T, F>(threads: usize, futures: impl IntoIterator<Item = F>) -> io::Result<Vec<T>>
where
    T: Send,
    F: Future<Output = T> + Send,
{
    let executor = Executor::new(); // Not `LocalExecutor`: several threads run its tasks.
    thread::scope(|s| {
        let (_stop, stopped) = channel::bounded::<()>(1); // The channel closes with this scope.
        for _ in 1..threads {
            let (executor, stopped) = (&executor, stopped.clone());
            // Not `smol::block_on`: without timers and sockets, nobody needs its reactor.
            let run = move || future::block_on(executor.run(stopped.recv()));
            thread::Builder::new().spawn_scoped(s, run)?;
        }
        // Not before the threads: tasks that wait for a missing thread would wait forever.
        let tasks: Vec<_> = futures.into_iter().map(|future| executor.spawn(future)).collect();
        Ok(future::block_on(executor.run(async {
            let mut results = Vec::new();
            for task in tasks {
                results.push(task.await);
            }
            results
        })))
    })
}

pub fn main() -> anyhow::Result<()> {
    let lines = ["one", "and two", "and then three", "four", "five more words than four", "six"];
    for threads in [1, 3] {
        // A task that waits at this barrier gives its thread to another task: all tasks meet here.
        let all_begun = smol::lock::Barrier::new(lines.len());
        // A task that waits at this one keeps its thread: it opens when each thread runs a task.
        let each_thread = std::sync::Barrier::new(threads);
        // `async |…|` is a closure that returns a future.
        let count_words = async |number: usize, line: &str| {
            all_begun.wait().await;
            if number < threads {
                each_thread.wait(); // A task should not block. Here it proves that others run.
            }
            (line.split_whitespace().count(), thread::current().id())
        };
        let tasks = lines.iter().enumerate().map(|(number, line)| count_words(number, line));
        let results = run_on(threads, tasks);
        let results = results.with_context(|| format!("can't start {threads} threads"))?;
        let (words, threads_used): (Vec<_>, HashSet<_>) = results.into_iter().unzip();
        println!("executor threads: {threads}");
        println!("  tasks in progress at once: {}", lines.len());
        println!("  tasks running at once:     {}", threads_used.len());
        println!("  words in all lines:        {}", words.iter().sum::<usize>());
    }
    Ok(())
}
