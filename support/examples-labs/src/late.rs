//! Lets a step of an answer come late, where real threads run: there the grader can't choose the order of events.

use std::cell::Cell;
use std::cmp::Ordering::{Equal, Less};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::yield_now;

use examples_engine::free::before_each_step;

use crate::judge::POOL;
use crate::run::{let_others_go_on, let_others_go_on_until, progress, refuse};
use crate::stopped::stop_or_count;
use crate::{Refusal, Verdict};

/// Of more steps, the later ones are not late.
const MOST: usize = 24;
/// More than all threads together have to do while one is late.
const MOST_MEANWHILE: usize = 2000;

/// How many steps the answer has made.
static STEPS: AtomicUsize = AtomicUsize::new(0);
static ROUND: Mutex<Round> = Mutex::new(Round { number: 0, late: None, threads: Vec::new() });
/// Held by the thread that is late. Two such threads would wait for each other.
static IS_LATE: Mutex<()> = Mutex::new(());
/// Whether the late thread has come to the step at which it is late, or can't get there without the others.
static OTHERS_MAY_RUN: AtomicBool = AtomicBool::new(true);
/// Held by the thread that looks whether it can't.
static LOOKS: Mutex<()> = Mutex::new(());
/// How many threads wait for that.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// Whether a thread that asks again and again meanwhile is refused, and how many steps the others have made.
static OTHERS_SLEEP: AtomicBool = AtomicBool::new(false);
static MEANWHILE: AtomicUsize = AtomicUsize::new(0);

struct Round {
    number: usize,
    /// Which step of which thread is late. A step is not counted among those of all threads: that
    /// number would depend on how fast each of them is.
    late: Option<(usize, usize)>,
    /// How many steps each thread has made: first the grader's own, then the others in the order of their first steps.
    threads: Vec<usize>,
}

thread_local! {
    /// Until this returns `true`, each step of this thread is late.
    static SLOW: Cell<Option<fn() -> bool>> = const { Cell::new(None) };
    /// The round in which this thread has made a step, and its place in `threads`.
    static PLACE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Runs the check once for each step that the threads of the answer make: whenever one of them locks, sends, or reads an
/// atomic. In each round, one thread runs ahead of the others up to one of its steps, and waits there until no other
/// thread gets on any more. First each thread is late at its first step, then each at its second one.
///
/// # Errors
/// The refusal of the first round that is wrong.
pub fn each_step_late(mut check: impl FnMut() -> Verdict) -> Verdict {
    before_each_step(before_step);
    let (mut was_late, mut steps) = (Vec::new(), vec![1]);
    while was_late.len() < MOST {
        let all = steps
            .iter()
            .enumerate()
            .flat_map(|(at, &steps)| (0..steps).map(move |step| (step, at)));
        let Some(next) = all.filter(|step| !was_late.contains(step)).min() else { break };
        was_late.push(next);
        progress();
        start_round(Some(next));
        let verdict = check();
        let made = start_round(None);
        drop(IS_LATE.lock()); // A thread that the answer has left behind may still be late.
        verdict?;
        steps.resize(steps.len().max(made.len()), 0);
        for (steps, made) in steps.iter_mut().zip(made) {
            *steps = made.max(*steps);
        }
    }
    Ok(())
}

/// The same, and refuses an answer of which a thread asks again and again while the late one waits.
///
/// # Errors
/// As for [`each_step_late()`].
pub fn each_step_late_and_others_sleep(check: impl FnMut() -> Verdict) -> Verdict {
    OTHERS_SLEEP.store(true, SeqCst);
    let verdict = each_step_late(check);
    OTHERS_SLEEP.store(false, SeqCst);
    verdict
}

/// Until `end` returns `true`, the current thread waits before each of its steps until no other thread gets on.
pub fn slow_until(end: fn() -> bool) {
    before_each_step(before_step);
    SLOW.set(Some(end));
}

/// Returns how many steps each thread has made in the round before.
fn start_round(late: Option<(usize, usize)>) -> Vec<usize> {
    let mut round = round();
    round.number += 1;
    round.late = late;
    OTHERS_MAY_RUN.store(late.is_none(), SeqCst);
    PLACE.set((round.number, 0));
    std::mem::replace(&mut round.threads, vec![0])
}

fn round() -> MutexGuard<'static, Round> {
    ROUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many threads of Rayon are about to spawn a job.
static SPAWNERS: AtomicUsize = AtomicUsize::new(0);
/// They wait for each other.
static SPAWNERS_MEET: AtomicBool = AtomicBool::new(false);

/// From now on, a thread of Rayon that is about to spawn a job waits until all of them are, or nothing else gets on: so
/// it shows if each of them then waits for a job that none is left to run.
pub fn spawners_meet() {
    SPAWNERS_MEET.store(true, SeqCst);
}

/// The answer is about to spawn a job.
pub(crate) fn before_spawn() {
    if !SPAWNERS_MEET.load(SeqCst) || rayon::current_thread_index().is_none() {
        return;
    }
    SPAWNERS.fetch_add(1, SeqCst);
    let _looks = LOOKS.lock();
    if SPAWNERS_MEET.load(SeqCst) {
        let_others_go_on_until(|| SPAWNERS.load(SeqCst) == POOL);
        SPAWNERS_MEET.store(false, SeqCst);
    }
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

pub(crate) fn before_step() {
    stop_or_count();
    STEPS.fetch_add(1, SeqCst);
    if let Some(end) = SLOW.get() {
        let_others_go_on();
        if end() {
            SLOW.set(None);
        }
    }
    match role() {
        Role::Late => {
            let _is_late = IS_LATE.lock().unwrap_or_else(PoisonError::into_inner);
            OTHERS_MAY_RUN.store(true, SeqCst);
            while HELD.load(SeqCst) > 0 {
                yield_now();
            }
            MEANWHILE.store(0, SeqCst);
            let_others_go_on();
        }
        Role::Ahead => {}
        Role::Other if OTHERS_MAY_RUN.load(SeqCst) => {
            let steps = MEANWHILE.fetch_add(1, SeqCst);
            if OTHERS_SLEEP.load(SeqCst) && steps > MOST_MEANWHILE {
                let says = "while one thread is between two of its steps, another asks again and again instead of sleeping \
                            until it is told";
                refuse(Refusal::new("busy_waiting", says));
            }
        }
        Role::Other => {
            HELD.fetch_add(1, SeqCst);
            // One of them looks. To each other, two that look would never stand still.
            let looks = LOOKS.lock().unwrap_or_else(PoisonError::into_inner);
            if !OTHERS_MAY_RUN.load(SeqCst) {
                let_others_go_on_until(|| OTHERS_MAY_RUN.load(SeqCst));
                OTHERS_MAY_RUN.store(true, SeqCst);
            }
            drop(looks);
            HELD.fetch_sub(1, SeqCst);
        }
    }
}

enum Role {
    Late,
    Ahead,
    Other,
}

/// Counts a step of this thread, and returns what it is in this round.
fn role() -> Role {
    let mut round = round();
    let Some(late) = round.late else { return Role::Other };
    let (number, mut thread) = PLACE.get();
    if number != round.number {
        thread = round.threads.len();
        round.threads.push(0);
        PLACE.set((round.number, thread));
    }
    let step = round.threads[thread];
    round.threads[thread] += 1;
    match (thread == late.1, step.cmp(&late.0)) {
        (true, Less) => Role::Ahead,
        (true, Equal) => Role::Late,
        _ => Role::Other,
    }
}
