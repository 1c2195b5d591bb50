//! An idle runtime of smol and of Tokio, and what it costs to spawn a task.
//!
//! Article B says that smol is the lightest runtime available. What it costs to build is measured apart,
//! by `runtime_builds`, because that takes a minute. Memory is counted without the program's code: how much
//! of that is in memory depends on what the system has read ahead.
//!
//! Both spawn and await the same thousand tasks. What is compared is both on one thread, Tokio with timers and sockets,
//! which smol always has; beside it are the two as they are by default.

use std::time::Duration;

use anyhow::Context;
use tokio::runtime;

use crate::harness::study::Outcome;
use crate::harness::system::{memory, threads};
use crate::harness::{Figure, Study, Verdict, time};

const TASKS: usize = 1_000;

pub fn study() -> Study {
    let study = Study {
        name: "lightest_runtime",
        claim: "C12",
        article: "B \"Smol: Minimal Runtime for Necessary Async\"",
        says: "“Smol provides the lightest runtime available”",
        figure: "lightest",
        ..Study::default()
    };
    study
        .contender("Tokio, one thread", || {
            with_tokio(|| runtime::Builder::new_current_thread().enable_all().build())
        })
        .contender("Tokio, its default", || {
            with_tokio(|| runtime::Builder::new_multi_thread().enable_all().build())
        })
        .contender("smol, LocalExecutor", || {
            let before = memory()?.anonymous;
            let executor = smol::LocalExecutor::new();
            let task = executor.spawn(smol::Timer::after(Duration::from_millis(1)));
            smol::block_on(executor.run(task));
            let held = memory()?.anonymous - before;
            let threads = threads()? - 1.0;
            let spawn = time(|| {
                smol::block_on(executor.run(async {
                    let tasks: Vec<_> = (0..TASKS).map(|_| executor.spawn(async { 1 })).collect();
                    let mut sum = 0;
                    for task in tasks {
                        sum += task.await;
                    }
                    sum
                }))
            });
            outcome(held, threads, spawn)
        })
        .contender("smol, its default", || {
            let before = memory()?.anonymous;
            smol::block_on(smol::spawn(smol::Timer::after(Duration::from_millis(1))));
            let held = memory()?.anonymous - before;
            let threads = threads()? - 1.0;
            let spawn = time(|| {
                smol::block_on(async {
                    let tasks: Vec<_> = (0..TASKS).map(|_| smol::spawn(async { 1 })).collect();
                    let mut sum = 0;
                    for task in tasks {
                        sum += task.await;
                    }
                    sum
                })
            });
            outcome(held, threads, spawn)
        })
        .ratio(
            "smol / Tokio on one thread, memory",
            "smol, LocalExecutor, memory",
            "Tokio, one thread, memory",
        )
        .ratio(
            "smol / Tokio on one thread, spawn and await",
            "smol, LocalExecutor, spawn and await",
            "Tokio, one thread, spawn and await",
        )
        .rule(
            ["smol / Tokio on one thread, memory", "smol / Tokio on one thread, spawn and await"],
            verdict,
        )
}

pub fn verdict([memory, spawn]: [f64; 2]) -> Verdict {
    let shown = format!(
        "an idle runtime of smol holds {memory:.2} times the memory of Tokio's on one thread, and takes {spawn:.2} times as long for a task"
    );
    // In one quiet hour a task took 0.57 of the time, and in the next as long. Less is no difference.
    let lighter = |ratio| ratio < 0.5;
    match (lighter(memory), lighter(spawn)) {
        (true, true) => Verdict::holds(shown),
        (true, false) => Verdict::holds_but(format!("in memory only: {shown}")),
        (false, true) => Verdict::holds_but(format!("in the cost of a task only: {shown}")),
        (false, false) => Verdict::not_here(shown),
    }
}

fn outcome(held: f64, threads: f64, spawn: f64) -> anyhow::Result<Outcome> {
    Ok(Outcome::new([
        Figure::bytes("memory", held),
        Figure::count("more threads", threads),
        Figure::nanoseconds("spawn and await", spawn / TASKS as f64),
    ]))
}

fn with_tokio(build: impl Fn() -> std::io::Result<runtime::Runtime>) -> anyhow::Result<Outcome> {
    let before = memory()?.anonymous;
    let runtime = build().context("can't start a runtime")?;
    runtime.block_on(async { tokio::spawn(tokio::time::sleep(Duration::from_millis(1))).await })?;
    let held = memory()?.anonymous - before;
    let threads = threads()? - 1.0;
    let spawn = time(|| {
        runtime.block_on(async {
            let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(async { 1 })).collect();
            let mut sum = 0;
            for task in tasks {
                sum += task.await.unwrap_or(0);
            }
            sum
        })
    });
    outcome(held, threads, spawn)
}
