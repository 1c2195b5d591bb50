//! Lets a step of an answer come late, where real threads run: there the grader can't choose the order of events.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};

use examples_engine::free::before_each_step;

use crate::Verdict;
use crate::run::{let_others_go_on, progress};

/// Of more steps, the later ones are not late.
const MOST: usize = 24;
/// No step is late.
const NONE: usize = usize::MAX;

/// How many steps there were in this round, and the number of the one that is late.
static STEPS: AtomicUsize = AtomicUsize::new(0);
static LATE: AtomicUsize = AtomicUsize::new(NONE);
/// Held by the thread that is late. Two such threads would wait for each other.
static IS_LATE: Mutex<()> = Mutex::new(());

/// Runs the check once for each step that the threads of the answer make: whenever one of them locks, sends, or reads an
/// atomic. In each round another step waits until no other thread gets on any more.
///
/// # Errors
/// The refusal of the first round that is wrong.
pub fn each_step_late(mut check: impl FnMut() -> Verdict) -> Verdict {
    before_each_step(before_step);
    for late in 0..MOST {
        progress();
        STEPS.store(0, SeqCst);
        LATE.store(late, SeqCst);
        let verdict = check();
        LATE.store(NONE, SeqCst);
        drop(IS_LATE.lock()); // A thread that the answer has left behind may still be late.
        verdict?;
        if STEPS.load(SeqCst) <= late {
            break;
        }
    }
    Ok(())
}

/// Starts to count the steps that an answer makes.
pub fn count_steps() {
    before_each_step(before_step);
    STEPS.store(0, SeqCst);
}

/// Returns how many steps the threads of the answer have made since then.
pub fn steps() -> usize {
    STEPS.load(SeqCst)
}

fn before_step() {
    if STEPS.fetch_add(1, SeqCst) == LATE.load(SeqCst) {
        let _is_late = IS_LATE.lock().unwrap_or_else(PoisonError::into_inner);
        let_others_go_on();
    }
}
