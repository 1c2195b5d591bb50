//! What a parked thread costs in address space, in memory, and in the kernel.
//!
//! Article A says that each thread “consumes significant memory (for its stack)”, without a figure. Article B
//! puts it at one to two megabytes. The system reserves that much, and hands out memory only for the pages
//! that the thread touches.
//!
//! The allocator of Linux's C library reserves 64 MiB for each of its arenas, up to eight for each core, and
//! the first threads get one each. That is no part of a stack. So the same is measured with one arena for all.

use std::sync::Arc;
use std::sync::Barrier;
use std::thread;

use anyhow::Context;

use crate::harness::study::Outcome;
use crate::harness::system::{Kernel, kernel, memory, wait_until_settled};
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
                Figure::bytes("stack and arenas reserved", reserved),
                Figure::bytes("resident", resident),
                Figure::bytes("stack in the kernel", kernel.stacks),
                Figure::bytes("page tables", kernel.page_tables),
                Figure::bytes("the kernel's records", kernel.slab),
                Figure::bytes("memory in all", resident + kernel.sum()),
            ]))
        })
        .contender("with one arena for all", || {
            let stack = parked(THREADS)?.reserved;
            Ok(Outcome::new([Figure::bytes("stack reserved", stack)]))
        })
        .variable("MALLOC_ARENA_MAX", "1")
        .rule(["with one arena for all, stack reserved", "a parked thread, memory in all"], verdict)
}

pub fn verdict([stack, memory]: [f64; 2]) -> Verdict {
    let (shown, used) = (Unit::Bytes.show(stack), Unit::Bytes.show(memory));
    if memory >= MIB {
        Verdict::holds(format!("{used} of memory for each thread"))
    } else if stack >= MIB {
        Verdict::holds_but(format!(
            "only as address space: {shown} is reserved for the stack, and {used} of memory is used, in the process and in the kernel"
        ))
    } else {
        Verdict::not_here(format!("a thread reserves {shown} only, and uses {used}"))
    }
}

/// What a thread costs, in bytes.
pub struct Cost {
    pub reserved: f64,
    pub resident: f64,
    pub kernel: Kernel,
}

/// Returns the mean cost of `count` threads that wait at the same time.
///
/// # Errors
/// If the system refuses to start a thread, or does not tell about memory.
pub fn parked(count: usize) -> anyhow::Result<Cost> {
    thread::spawn(|| ()).join().expect("it does nothing"); // What only the first thread costs.
    wait_until_settled()?;
    let (before, kernel_before) = (memory()?, kernel()?);
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
    let (after, kernel_after) = (memory()?, kernel()?);
    release.wait();
    threads.into_iter().for_each(|thread| thread.join().expect("it does not panic"));
    let each = |before: f64, after: f64| (after - before) / count as f64;
    Ok(Cost {
        reserved: each(before.reserved, after.reserved),
        resident: each(before.resident, after.resident),
        kernel: Kernel {
            stacks: each(kernel_before.stacks, kernel_after.stacks),
            page_tables: each(kernel_before.page_tables, kernel_after.page_tables),
            slab: each(kernel_before.slab, kernel_after.slab),
        },
    })
}
