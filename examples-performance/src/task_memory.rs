//! What a waiting task costs in memory, bare and with a buffer of its own.
//!
//! Article B says about 2 KB. A task is as large as what it keeps across its `.await`s, plus what the
//! runtime and its timers keep about it.
//! The tasks of both runtimes hold the same and sleep as long, all of them at the same time.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use smol::future;
use tokio::runtime;

use crate::harness::study::Outcome;
use crate::harness::system::{Held, held};
use crate::harness::unit::KIB;
use crate::harness::{Figure, Study, Unit, Verdict};

const TASKS: usize = 50_000;
const LONG: Duration = Duration::from_secs(3_600);

pub fn study() -> Study {
    let study = Study {
        name: "task_memory",
        claim: "C2",
        article: "B \"Performance Considerations\"",
        says: "an async task costs “~2KB per task, but requires heap allocation”",
        figure: "about 2 KB for each task",
        rounds: 6,
        ..Study::default()
    };
    let each = |held: Held| Ok(Outcome::new([Figure::bytes("", held.process)]));
    study
        .contender("Tokio, a task that sleeps", move || each(tokio_tasks::<0>(TASKS)?))
        .contender("Tokio, with 2 KiB of its own", move || each(tokio_tasks::<2048>(TASKS)?))
        .contender("smol, a task that sleeps", move || each(smol_tasks::<0>(TASKS)?))
        .contender("smol, with 2 KiB of its own", move || each(smol_tasks::<2048>(TASKS)?))
        .rule(["Tokio, a task that sleeps", "smol, a task that sleeps"], verdict)
}

pub fn verdict([tokio, smol]: [f64; 2]) -> Verdict {
    let shown = format!("{} in Tokio, {} in smol", Unit::Bytes.show(tokio), Unit::Bytes.show(smol));
    if tokio.min(smol) > 4.0 * KIB {
        Verdict::not_here(format!("even a task that only sleeps costs more: {shown}"))
    } else if tokio.max(smol) >= KIB {
        Verdict::holds(format!("a task that only sleeps costs {shown}"))
    } else {
        Verdict::holds_but(format!(
            "a task that only sleeps costs less ({shown}), and what it keeps across `.await` comes on top"
        ))
    }
}

/// Returns the mean memory of each of `count` tasks that sleep and hold `HELD` bytes each.
///
/// # Errors
/// If the runtime can't start, or the system does not tell about memory.
pub fn tokio_tasks<const HELD: usize>(count: usize) -> anyhow::Result<Held> {
    let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(async {
        let asleep = Arc::new(AtomicUsize::new(0));
        tokio::spawn(tokio::time::sleep(Duration::ZERO)).await?; // What only the first task costs.
        let before = held()?;
        let mut tasks = Vec::with_capacity(count);
        for _ in 0..count {
            let asleep = Arc::clone(&asleep);
            tasks.push(tokio::spawn(async move {
                let held = black_box([1_u8; HELD]);
                asleep.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(LONG).await;
                black_box(&held);
            }));
        }
        while asleep.load(Ordering::Relaxed) < count {
            tokio::task::yield_now().await;
        }
        Ok(held()?.each_since(before, count))
    })
}

/// Does the same with smol.
///
/// # Errors
/// If the system does not tell about memory.
pub fn smol_tasks<const HELD: usize>(count: usize) -> anyhow::Result<Held> {
    let executor = smol::Executor::new();
    smol::block_on(executor.run(async {
        let asleep = Arc::new(AtomicUsize::new(0));
        executor.spawn(smol::Timer::after(Duration::ZERO)).await;
        let before = held()?;
        let mut tasks = Vec::with_capacity(count);
        for _ in 0..count {
            let asleep = Arc::clone(&asleep);
            tasks.push(executor.spawn(async move {
                let held = black_box([1_u8; HELD]);
                asleep.fetch_add(1, Ordering::Relaxed);
                smol::Timer::after(LONG).await;
                black_box(&held);
            }));
        }
        while asleep.load(Ordering::Relaxed) < count {
            future::yield_now().await;
        }
        Ok(held()?.each_since(before, count))
    }))
}
