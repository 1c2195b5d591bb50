//! Long work off the thread that runs the tasks.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

use crate::tasks::{Heart, beside_a_heart};
use crate::{Inputs, Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "tokio/cpu_in_async";

static HEART: Heart = Heart::new();
static CALLS: AtomicUsize = AtomicUsize::new(0);
static DONE: AtomicUsize = AtomicUsize::new(0);
/// What `work` returns.
static RESULT: AtomicU64 = AtomicU64::new(0);

/// Grades `compute`.
pub fn grade(answer: impl AsyncFn(fn() -> u64) -> u64) -> Verdict {
    if_it_stands_still(|| {
        let says =
            "no other task runs while the work does: it occupies the thread that runs all tasks";
        Refusal::new("blocks_the_executor", says)
    });
    let results = Inputs::new(0).large_numbers(3);
    beside_a_heart(&HEART, async {
        for (before, result) in results.into_iter().enumerate() {
            RESULT.store(result, SeqCst);
            let got = answer(work).await;
            let says = "`compute` returned before the work had ended";
            ensure(DONE.load(SeqCst) > before, "left_behind", says)?;
            let says = format!("the work returned {result}, and `compute` returned {got}");
            ensure(got == result, "wrong_result", says)?;
            let calls = CALLS.load(SeqCst) - before;
            let says = format!("`compute` was called once, and has called `work` {calls} times");
            ensure(calls == 1, "done_twice", says)?;
        }
        Ok(())
    })
}

/// Works until other tasks have run.
fn work() -> u64 {
    CALLS.fetch_add(1, SeqCst);
    HEART.wait_for_beats();
    DONE.fetch_add(1, SeqCst);
    RESULT.load(SeqCst)
}
