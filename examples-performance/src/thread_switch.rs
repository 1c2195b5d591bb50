//! What it costs when one thread hands over to another, on one CPU and on several.
//!
//! Article B says microseconds. Two threads wake each other in turn, so that each hand-over is a
//! switch. Both rows are the same function; on one CPU, neither thread can run before the other sleeps.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Thread};

use crate::harness::study::Outcome;
use crate::harness::system::stay_on_one_cpu;
use crate::harness::unit::MICROSECOND;
use crate::harness::{Study, Unit, Verdict, time};

const ROUNDS: usize = 500;

pub fn study() -> Study {
    let study = Study {
        name: "thread_switch",
        claim: "C3",
        article: "B \"Performance Considerations\"",
        says: "to switch between threads costs microseconds",
        figure: "microseconds",
        ..Study::default()
    };
    study
        .contender("a hand-over on one CPU", || {
            stay_on_one_cpu()?;
            Ok(Outcome::time(hand_over()))
        })
        .contender("a hand-over on any CPU", || Ok(Outcome::time(hand_over())))
        .rule(["a hand-over on one CPU", "a hand-over on any CPU"], verdict)
}

pub fn verdict([one, any]: [f64; 2]) -> Verdict {
    let shown = format!(
        "a switch takes {} on one CPU, and {} where the system chooses the CPUs",
        Unit::Nanoseconds.show(one),
        Unit::Nanoseconds.show(any)
    );
    // Half a microsecond is nearer to one than to the nanoseconds of a task.
    if one.max(any) < 0.5 * MICROSECOND {
        Verdict::not_here(format!("it costs less: {shown}"))
    } else if one.min(any) < 100.0 * MICROSECOND {
        Verdict::holds(shown)
    } else {
        Verdict::not_here(format!("it costs more: {shown}"))
    }
}

/// Returns the nanoseconds of a hand-over.
pub fn hand_over() -> f64 {
    let turn = AtomicUsize::new(0);
    let main = thread::current();
    thread::scope(|s| {
        let partner = s.spawn(|| {
            while wait_for(&turn, 1) {
                pass_to(&turn, 0, &main);
            }
        });
        let each = time(|| {
            for _ in 0..ROUNDS {
                pass_to(&turn, 1, partner.thread());
                wait_for(&turn, 0);
            }
        });
        pass_to(&turn, OVER, partner.thread());
        each / (2 * ROUNDS) as f64
    })
}

const OVER: usize = 2;

/// Sleeps until it is the turn of `mine`; returns whether the game goes on.
fn wait_for(turn: &AtomicUsize, mine: usize) -> bool {
    loop {
        match turn.load(Ordering::Acquire) {
            now if now == mine => return true,
            OVER => return false,
            _ => thread::park(), // It may return for no reason, so look again.
        }
    }
}

fn pass_to(turn: &AtomicUsize, next: usize, thread: &Thread) {
    turn.store(next, Ordering::Release);
    thread.unpark();
}
