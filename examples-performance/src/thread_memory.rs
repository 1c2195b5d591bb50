//! C1: what a parked thread costs in address space, in memory, and in the kernel.
//!
//! Article A says that each thread “consumes significant memory (for its stack)”, without a figure. Article B
//! puts it at one to two megabytes. The system reserves that much, and hands out memory only for the pages
//! that the thread touches.

use std::sync::Arc;
use std::sync::Barrier;
use std::thread;

use anyhow::Context;

use crate::harness::study::Outcome;
use crate::harness::system::{kernel_stacks, memory};
use crate::harness::unit::MIB;
use crate::harness::{Figure, Study, Unit, Verdict};

const THREADS: usize = 1_000;

pub fn study() -> Study {
    let study = Study {
        name: "thread_memory",
        claim: "C1",
        article: "B \"Performance Considerations\"",
        says: "a thread costs “~1-2MB stack per thread (adjustable)”",
        figure: "1 to 2 MB for each thread",
        rounds: 6,
        ..Study::default()
    };
    study
        .contender("a parked thread", || {
            let Cost { reserved, resident, kernel } = parked(THREADS)?;
            Ok(Outcome::new([
                Figure::bytes("reserved", reserved),
                Figure::bytes("resident", resident),
                Figure::bytes("in the kernel", kernel),
            ]))
        })
        .rule(["a parked thread, reserved", "a parked thread, resident"], verdict)
}

pub fn verdict([reserved, resident]: [f64; 2]) -> Verdict {
    let (shown, used) = (Unit::Bytes.show(reserved), Unit::Bytes.show(resident));
    if resident >= MIB {
        Verdict::holds(format!("{used} of memory for each thread"))
    } else if reserved >= MIB {
        Verdict::holds_but(format!(
            "only as address space: {shown} is reserved, and {used} of memory is used"
        ))
    } else {
        Verdict::not_here(format!("a thread reserves {shown} only, and uses {used}"))
    }
}

/// What a thread costs, in bytes.
pub struct Cost {
    pub reserved: f64,
    pub resident: f64,
    pub kernel: f64,
}

/// Returns the mean cost of `count` threads that wait at the same time.
///
/// # Errors
/// If the system refuses to start a thread, or does not tell about memory.
pub fn parked(count: usize) -> anyhow::Result<Cost> {
    thread::spawn(|| ()).join().expect("it does nothing"); // What only the first thread costs.
    let (before, kernel_before) = (memory()?, kernel_stacks()?);
    let (all_run, release) = (Arc::new(Barrier::new(count + 1)), Arc::new(Barrier::new(count + 1)));
    let mut threads = Vec::new();
    for number in 0..count {
        let (all_run, release) = (Arc::clone(&all_run), Arc::clone(&release));
        let thread = thread::Builder::new().spawn(move || {
            all_run.wait();
            release.wait();
        });
        // The process ends after this, and with it the threads at the barrier.
        threads.push(thread.with_context(|| format!("the system refuses thread {number}"))?);
    }
    all_run.wait();
    let (after, kernel_after) = (memory()?, kernel_stacks()?);
    release.wait();
    threads.into_iter().for_each(|thread| thread.join().expect("it does not panic"));
    let each = |before: f64, after: f64| (after - before) / count as f64;
    Ok(Cost {
        reserved: each(before.reserved, after.reserved),
        resident: each(before.resident, after.resident),
        kernel: each(kernel_before, kernel_after),
    })
}
