//! Stops a thread of an answer between two of its steps, where real threads run, and looks what another one does
//! meanwhile.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use examples_engine::free::{before_each_step, limited_waits};
use examples_engine::locks_held;

use crate::late::before_step;
use crate::run::{progress, refuse};
use crate::{Refusal, Verdict};

/// Of more steps, a thread is not stopped before the later ones.
const MOST: usize = 100;
/// Whoever makes more steps meanwhile asks again and again.
const MEANWHILE: usize = 1000;

/// Before which step a thread stops, whom it tells, and what lets it go on.
struct Stop {
    steps_before: usize,
    stops: Sender<()>,
    may_go_on: Receiver<()>,
}

/// How many more steps a thread may make, how often it may have waited for some time, and what is wrong if it is more.
#[derive(Clone, Copy)]
struct Limit {
    steps: usize,
    waits: usize,
    refusal: fn() -> Refusal,
}

thread_local! {
    static STOP: RefCell<Option<Stop>> = const { RefCell::new(None) };
    static LIMIT: Cell<Option<Limit>> = const { Cell::new(None) };
}

/// Runs `meanwhile` on this thread once for each step of `stops`, which begins with this state on a thread of its own,
/// and is stopped before that step; then it goes on to its end. A thread that holds a lock is not stopped: that would be
/// more than a moment.
///
/// # Errors
/// The first refusal of `meanwhile`, or of `ends`, which comes after both.
pub fn stopped_before_each_step<S: Send + Sync + 'static>(
    new: impl Fn() -> S,
    stops: impl Fn(&S) + Copy + Send + 'static,
    meanwhile: impl Fn(&S) -> Verdict,
    ends: impl Fn(&S) -> Verdict,
) -> Verdict {
    before_each_step(before_step);
    for steps_before in 0..MOST {
        progress();
        let state = new();
        let ((tells, told), (goes_on, may_go_on)) = (channel(), channel());
        let mut was_stopped = false;
        let verdict = thread::scope(|s| {
            let state = &state;
            s.spawn(move || {
                STOP.set(Some(Stop { steps_before, stops: tells, may_go_on }));
                stops(state);
                STOP.take(); // It has ended without a stop.
            });
            was_stopped = told.recv().is_ok();
            let verdict = if was_stopped { meanwhile(state) } else { Ok(()) };
            drop(goes_on);
            verdict
        });
        verdict?;
        ends(&state)?;
        if !was_stopped {
            break;
        }
    }
    Ok(())
}

/// Does this, and refuses whoever asks again and again meanwhile.
pub fn without_asking_again<R>(refusal: fn() -> Refusal, job: impl FnOnce() -> R) -> R {
    LIMIT.set(Some(Limit { steps: MEANWHILE, waits: waits_for_some_time(), refusal }));
    let result = job();
    LIMIT.set(None);
    result
}

/// Returns how often this thread has waited with a time limit, or slept.
fn waits_for_some_time() -> usize {
    limited_waits().len()
}

/// The current thread is about to make a step.
pub(crate) fn stop_or_count() {
    if let Some(limit) = LIMIT.get() {
        if limit.steps == 0 || waits_for_some_time() > limit.waits {
            refuse((limit.refusal)());
        }
        LIMIT.set(Some(Limit { steps: limit.steps - 1, ..limit }));
    }
    let stops_here = STOP.try_with(|stop| {
        let mut stop = stop.borrow_mut();
        match &mut *stop {
            Some(_) if !locks_held().is_empty() => None,
            Some(Stop { steps_before: 0, .. }) => stop.take(),
            Some(stop) => {
                stop.steps_before -= 1;
                None
            }
            None => None,
        }
    });
    // A thread that ends may have dropped it.
    if let Ok(Some(Stop { stops, may_go_on, .. })) = stops_here {
        let _ = stops.send(());
        let _ = may_go_on.recv(); // Until it is dropped.
    }
}
