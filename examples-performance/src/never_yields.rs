//! C14: a thread that never yields is interrupted; a task that never yields is not.
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
        figure: "none",
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
    let shown = format!(
        "threads that never yield were interrupted {} times, and beside a task that never yields its \
         neighbor got {} turns",
        Unit::Count.show(interruptions),
        Unit::Count.show(turns)
    );
    if interruptions > 0.0 && turns == 0.0 {
        Verdict::holds(shown)
    } else {
        Verdict::not_here(shown)
    }
}
