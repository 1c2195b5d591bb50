//! Long work off the thread that runs the tasks.

use std::panic::Location;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

use examples_engine::Monitor;
use tokio::join;

use crate::tasks::{
    Day, Heart, all_at_once, all_wait, beside_a_heart, ensure_apart, is_quick, is_slow,
    never_waits, on_one_thread, one_of_two_stands_still, several_stand_still, watched,
};
use crate::{
    Inputs, Refusal, Verdict, counts_to_try, each_step_late, ensure, if_it_stands_still,
    values_to_try,
};

/// Where to read more.
pub const PAGE: &str = "tokio/cpu_in_async";

static HEART: Heart = Heart::new();
static DAY: Day = Day::new();
/// How many calls of `work` have begun and ended.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
static ENDED: AtomicUsize = AtomicUsize::new(0);
/// How many tasks call it at the same time, besides as many as a number in the answer's text says.
const MANY: usize = 300;
static ALL_HAVE_CALLED: Monitor<bool> = Monitor::new(false);
/// What `work` returns.
static RESULT: AtomicU64 = AtomicU64::new(0);

/// Grades `compute`.
pub fn grade(answer: impl AsyncFn(fn() -> u64) -> u64) -> Verdict {
    if_it_stands_still(|| stands_still("no other task runs while the work does"));
    let mut inputs = Inputs::new(0);
    beside_a_heart(&HEART, async {
        for result in inputs.large_numbers(3).into_iter().chain(values_to_try()) {
            judge(&answer, work, result).await?;
        }
        Verdict::Ok(())
    })?;
    if_it_stands_still(|| stands_still("the task waits, and the thread that runs it as well"));
    each_step_late(|| on_one_thread(judge(&answer, work_at_once, inputs.between(1, 99))))?;
    DAY.beside(judge(&answer, work_all_day, inputs.between(1, 99)))?;
    if_it_stands_still(|| match all_wait() {
        true => one_of_two_stands_still("compute"),
        false => {
            let says = "two tasks have called `compute` at the same time, and while the work of one runs, the call of \
                        the other occupies the thread that runs all tasks";
            Refusal::new("blocks_the_executor", says)
        }
    });
    let slow = || {
        BEGUN.fetch_add(1, SeqCst);
        HEART.wait_for_beats();
        is_slow();
        1
    };
    let quick = || {
        BEGUN.fetch_add(1, SeqCst);
        HEART.wait_for_beats();
        is_quick();
        2
    };
    BEGUN.store(0, SeqCst);
    beside_a_heart(&HEART, async {
        let got = join!(watched(answer(slow)), watched(answer(quick)));
        ensure_apart("compute", got.into(), [1, 2])
    })?;
    let begun = BEGUN.load(SeqCst);
    let says = format!("two tasks have called `compute`, and it has called `work` {begun} times");
    ensure(begun == 2, "done_twice", says)?;
    counts_to_try(3, MANY).into_iter().chain([MANY]).try_for_each(|calls| many(&answer, calls))?;
    never_waits()
}

/// This many tasks call it at the same time: no work ends before all have called.
fn many(answer: &impl AsyncFn(fn() -> u64) -> u64, calls: usize) -> Verdict {
    if_it_stands_still(move || match all_wait() {
        true => several_stand_still(calls, "compute"),
        false => {
            let says = format!(
                "{calls} tasks have called `compute` at the same time, and one of the calls occupies the thread that runs \
                 all tasks"
            );
            Refusal::new("blocks_the_executor", says)
        }
    });
    ALL_HAVE_CALLED.renew(false);
    let work = || {
        ALL_HAVE_CALLED.wait(Location::caller(), |called| match called {
            true => Ok(()),
            false => Err("works, until other tasks have called".into()),
        });
        3
    };
    let calls = (0..calls).map(|_| answer(work));
    let got = on_one_thread(all_at_once(calls, || ALL_HAVE_CALLED.with(|called| *called = true)));
    let wrong = got.into_iter().find(|got| *got != 3);
    let says = format!("every work returned 3, and a call of `compute` returned {wrong:?}");
    ensure(wrong.is_none(), "outlives_the_call", says)
}

fn stands_still(occupied: &str) -> Refusal {
    if all_wait() && ENDED.load(SeqCst) == BEGUN.load(SeqCst) {
        let says = match BEGUN.load(SeqCst) {
            0 => "`compute` waits, and nobody has called `work`",
            _ => "the work has ended, and nobody wakes the task that waits for its result",
        };
        return Refusal::new("never_woken", says);
    }
    let says = format!("{occupied}: it occupies the thread that runs all tasks");
    Refusal::new("blocks_the_executor", says)
}

async fn judge(
    answer: &impl AsyncFn(fn() -> u64) -> u64,
    work: fn() -> u64,
    result: u64,
) -> Verdict {
    BEGUN.store(0, SeqCst);
    ENDED.store(0, SeqCst);
    RESULT.store(result, SeqCst);
    let got = watched(answer(work)).await;
    let (begun, ended) = (BEGUN.load(SeqCst), ENDED.load(SeqCst));
    ensure(ended > 0, "left_behind", "`compute` returned before the work had ended")?;
    let says = format!("the work returned {result}, and `compute` returned {got}");
    ensure(got == result, "wrong_result", says)?;
    let says = format!("`compute` was called once, and has called `work` {begun} times");
    ensure(begun == 1, "done_twice", says)
}

/// Works until other tasks have run.
fn work() -> u64 {
    work_while(|| HEART.wait_for_beats())
}

fn work_at_once() -> u64 {
    work_while(|| ())
}

fn work_all_day() -> u64 {
    work_while(|| DAY.work_through("compute"))
}

fn work_while(waits: fn()) -> u64 {
    BEGUN.fetch_add(1, SeqCst);
    waits();
    ENDED.fetch_add(1, SeqCst);
    RESULT.load(SeqCst)
}
