//! What it costs when one task hands over to another, on one thread.
//!
//! Article B says nanoseconds. A task can yield to the other, or send it a message and wait for the
//! answer; the channel then costs more than the switch.
//!
//! Both runtimes have both tasks on one thread, and each its own channel with one place.

use smol::future;
use tokio::runtime;

use crate::harness::study::Outcome;
use crate::harness::unit::MICROSECOND;
use crate::harness::{Study, Unit, Verdict, time};

const ROUNDS: usize = 1_000;

pub fn study() -> Study {
    let study = Study {
        name: "task_switch",
        claim: "C5",
        article: "B \"Performance Considerations\"",
        says: "to switch between async tasks costs nanoseconds",
        figure: "nanoseconds",
        ..Study::default()
    };
    study
        .contender("Tokio, by yielding", || Ok(Outcome::time(tokio_yield()?)))
        .contender("Tokio, by a channel", || Ok(Outcome::time(tokio_channel()?)))
        .contender("smol, by yielding", || Ok(Outcome::time(smol_yield())))
        .contender("smol, by a channel", || Ok(Outcome::time(smol_channel())))
        .rule(["Tokio, by a channel", "smol, by a channel"], verdict)
}

pub fn verdict([tokio, smol]: [f64; 2]) -> Verdict {
    let shown = format!(
        "a switch with a message takes {} in Tokio, and {} in smol",
        Unit::Nanoseconds.show(tokio),
        Unit::Nanoseconds.show(smol)
    );
    if tokio.max(smol) < MICROSECOND {
        Verdict::holds_but(format!("only between tasks of one thread: {shown}"))
    } else if tokio.min(smol) < MICROSECOND {
        Verdict::holds_but(format!("not for both: {shown}"))
    } else {
        Verdict::not_here(format!("it costs microseconds: {shown}"))
    }
}

fn tokio_yield() -> anyhow::Result<f64> {
    let runtime = runtime::Builder::new_current_thread().build()?;
    let each = time(|| {
        runtime.block_on(async {
            let other = tokio::spawn(async {
                for _ in 0..ROUNDS {
                    tokio::task::yield_now().await;
                }
            });
            for _ in 0..ROUNDS {
                tokio::task::yield_now().await;
            }
            other.await
        })
    });
    Ok(each / (2 * ROUNDS) as f64)
}

fn tokio_channel() -> anyhow::Result<f64> {
    use tokio::sync::mpsc;

    let runtime = runtime::Builder::new_current_thread().build()?;
    let each = time(|| {
        runtime.block_on(async {
            let (ping, mut pings) = mpsc::channel(1);
            let (pong, mut pongs) = mpsc::channel(1);
            let other = tokio::spawn(async move {
                while let Some(number) = pings.recv().await {
                    let _ = pong.send(number).await; // The first task receives until it drops `ping`.
                }
            });
            for number in 0..ROUNDS {
                let _ = ping.send(number).await;
                pongs.recv().await;
            }
            drop(ping);
            other.await
        })
    });
    Ok(each / (2 * ROUNDS) as f64)
}

fn smol_yield() -> f64 {
    let executor = smol::LocalExecutor::new();
    let each = time(|| {
        smol::block_on(executor.run(async {
            let other = executor.spawn(async {
                for _ in 0..ROUNDS {
                    future::yield_now().await;
                }
            });
            for _ in 0..ROUNDS {
                future::yield_now().await;
            }
            other.await;
        }));
    });
    each / (2 * ROUNDS) as f64
}

fn smol_channel() -> f64 {
    use smol::channel;

    let executor = smol::LocalExecutor::new();
    let each = time(|| {
        smol::block_on(executor.run(async {
            let (ping, pings) = channel::bounded(1);
            let (pong, pongs) = channel::bounded(1);
            let other = executor.spawn(async move {
                while let Ok(number) = pings.recv().await {
                    let _ = pong.send(number).await;
                }
            });
            for number in 0..ROUNDS {
                let _ = ping.send(number).await;
                let _ = pongs.recv().await;
            }
            drop(ping);
            other.await;
        }));
    });
    each / (2 * ROUNDS) as f64
}
