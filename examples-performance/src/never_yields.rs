//! A thread that never yields is interrupted; a task that never yields holds up others.
//!
//! Article A sets preemptive scheduling against cooperative scheduling. The listings `preemption` and
//! `cpu_in_async` show each; their functions are counted here.

use examples_threads::preemption::spin;
use examples_tokio::cpu_in_async::{compute, neighbor};
use tokio::runtime;

use anyhow::Context;

use crate::harness::measure::cores;
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study, Unit, Verdict};

const ROUNDS: u64 = 5_000_000;

pub fn study() -> Study {
    let study = Study {
        name: "never_yields",
        claim: "C14",
        article: "A \"Asynchronous programming\"",
        says: "threads are interrupted at any moment, tasks yield by themselves",
        figure: "no figure",
        rounds: 6,
        ..Study::default()
    };
    study
        .contender("threads that never yield", || {
            let interrupted = spin(2 * cores() + 1, ROUNDS)?;
            let interrupted = interrupted.context("this system does not tell of interruptions")?;
            Ok(Outcome::new([Figure::count("interruptions", interrupted as f64)]))
        })
        .contender("a task that never yields", || {
            let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
            let (_primes, turns) = runtime.block_on(async {
                tokio::spawn(neighbor());
                tokio::task::yield_now().await; // The neighbor begins.
                compute()
            });
            Ok(Outcome::new([Figure::count("turns of its neighbor", turns as f64)]))
        })
        .rule(
            [
                "threads that never yield, interruptions",
                "a task that never yields, turns of its neighbor",
            ],
            verdict,
        )
}

pub fn verdict([interruptions, turns]: [f64; 2]) -> Verdict {
    let [interrupted, shared] = [interruptions, turns].map(|count| Unit::Count.show(count));
    if interruptions > 0.0 && turns == 0.0 {
        Verdict::holds(format!(
            "threads that never yield are interrupted all the same ({interrupted} times in a run), and a \
             task that never yields keeps its thread from its neighbor"
        ))
    } else {
        Verdict::not_here(format!(
            "interruptions of threads: {interrupted}; turns of the neighbor of a task: {shared}"
        ))
    }
}
