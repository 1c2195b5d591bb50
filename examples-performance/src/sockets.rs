//! One thread serves as many sockets as the system lets a process open.
//!
//! Article A says that a few threads handle tens of thousands of sockets. The listing `many_connections`
//! opens both ends of each connection in one process, so each costs two open files.

use std::time::Instant;

use anyhow::Context;
use examples_tokio::many_connections::hold;
use tokio::runtime;

use crate::harness::study::Outcome;
use crate::harness::system::{memory, open_files_limit, peak_resident};
use crate::harness::{Figure, Study, Unit, Verdict};

/// Files that are open for other reasons.
const SPARE: usize = 100;
/// The ports of loopback end at about 28,000.
const MOST: usize = 12_000;

pub fn study() -> Study {
    let study = Study {
        name: "sockets",
        claim: "C8",
        article: "A \"Tokio: Asynchronous Runtime\"",
        says: "a small number of threads handles tens of thousands of sockets",
        figure: "tens of thousands",
        rounds: 6,
        ..Study::default()
    };
    study
        .contender("one thread, Tokio", || {
            let connections = MOST.min(open_files_limit()?.saturating_sub(SPARE) / 2);
            let Held { open, threads, resident, nanoseconds } = open_and_answer(connections)?;
            Ok(Outcome::new([
                Figure::count("sockets", 2.0 * open as f64),
                Figure::count("threads", threads as f64),
                Figure::bytes("resident for each", resident / (2.0 * open as f64)),
                Figure::nanoseconds("open, answer and close all", nanoseconds),
            ]))
        })
        .rule(["one thread, Tokio, sockets", "one thread, Tokio, threads"], verdict)
}

pub fn verdict([sockets, threads]: [f64; 2]) -> Verdict {
    let shown = format!("there were {} sockets on {threads} thread", Unit::Count.show(sockets));
    if threads > 1.0 || sockets < 10_000.0 {
        Verdict::not_here(format!("{shown}: the limit on open files ends it"))
    } else if sockets < 20_000.0 {
        Verdict::holds_but(format!("the limit on open files ends it here: {shown}"))
    } else {
        Verdict::holds(shown)
    }
}

/// What came of many connections at once.
struct Held {
    open: usize,
    threads: usize,
    /// The memory of this process for all of them, in bytes. The kernel's buffers are not in it.
    resident: f64,
    nanoseconds: f64,
}

/// Opens connections on loopback, has each answered, and closes all.
fn open_and_answer(connections: usize) -> anyhow::Result<Held> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(hold(1))?; // What only the first connection costs.
    let before = memory()?.resident;
    let start = Instant::now();
    let (open, threads, _refusal) = runtime.block_on(hold(connections))?;
    let nanoseconds = start.elapsed().as_nanos() as f64;
    let open = Some(open).filter(|&open| open > 0).context("no connection was opened")?;
    Ok(Held { open, threads, resident: peak_resident()? - before, nanoseconds })
}
