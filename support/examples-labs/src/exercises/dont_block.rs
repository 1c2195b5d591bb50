//! Long work off the thread that runs the tasks.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use crate::tasks::{Heart, beside_a_heart};
use crate::{Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "tokio/cpu_in_async";

static HEART: Heart = Heart::new();
static DONE: AtomicBool = AtomicBool::new(false);

/// Grades `compute`.
pub fn grade(answer: impl AsyncFn(fn() -> u64) -> u64) -> Verdict {
    if_it_stands_still(|| {
        let says =
            "no other task runs while the work does: it occupies the thread that runs all tasks";
        Refusal::new("blocks_the_executor", says)
    });
    beside_a_heart(&HEART, async {
        let got = answer(work).await;
        let says = "`compute` returned before the work had ended";
        ensure(DONE.load(SeqCst), "left_behind", says)?;
        ensure(
            got == 42,
            "wrong_result",
            format!("the work returned 42, and `compute` returned {got}"),
        )
    })
}

/// Works until other tasks have run.
fn work() -> u64 {
    HEART.wait_for_beats();
    DONE.store(true, SeqCst);
    42
}
