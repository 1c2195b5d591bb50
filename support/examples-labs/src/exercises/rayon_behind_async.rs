//! Rayon's threads compute for a task, which awaits the results.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::thread::{self, ThreadId};
use std::time::Duration;

use examples_explore::Monitor;

use crate::tasks::{Heart, all_wait, beside_a_heart};
use crate::{
    Calls, Refusal, Verdict, ensure, ensure_results, if_it_ends, if_it_stands_still,
    let_others_go_on,
};

/// Where to read more.
pub const PAGE: &str = "combined/render_service";

type Draw = fn(u32) -> u64;

static HEART: Heart = Heart::new();
static CALLS: Calls = Calls::new();
static OTHERS: Monitor<Option<Others>> = Monitor::new(None);
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 10;
const FRAMES: u32 = 16;
/// The frame whose call panics.
const BAD: u32 = 5;

/// The calls of all frames but the first.
#[derive(Default)]
struct Others {
    threads: HashSet<ThreadId>,
    ended: u32,
    /// A thread has made one call, done with the result whatever the answer does with it, and begun another.
    go_on: bool,
}

/// Grades `render`.
pub fn grade(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
    all_succeed(&answer)?;
    one_panics(answer)
}

fn all_succeed(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
    if_it_stands_still(stands_still);
    beside_a_heart(&HEART, async {
        for _ in 0..ROUNDS {
            CALLS.forget();
            OTHERS.renew(Some(Others::default()));
            let got = answer((0..FRAMES).collect(), draw).await;
            judge(got)?;
        }
        Ok(())
    })
}

fn draw(frame: u32) -> u64 {
    CALLS.enter(format_args!("frame {frame}"));
    CALLS.meet(2);
    HEART.wait_for_beats();
    if frame == 0 {
        wait_for_another_result();
    } else {
        OTHERS.with(|others| {
            let others = others.get_or_insert_default();
            others.ended += 1;
            others.go_on |= !others.threads.insert(thread::current().id());
        });
    }
    CALLS.leave(format_args!("frame {frame}"));
    u64::from(frame) * 100
}

/// The first frame's result is not the first to be there, so results that are kept in the order in which they
/// come are out of order.
fn wait_for_another_result() {
    // In most answers a thread comes for its second call. If not, the order is left to luck.
    let limit = Some(Duration::from_millis(30));
    OTHERS.wait_limited(Location::caller(), limit, |others| {
        let others = others.get_or_insert_default();
        if others.go_on || others.ended == FRAMES - 1 {
            Ok(())
        } else {
            Err("waits for the results of other frames".into())
        }
    });
}

fn stands_still() -> Refusal {
    if !all_wait() {
        let says = "no other task runs while the frames are drawn: `render` occupies the thread that runs all tasks";
        return Refusal::new("blocks_the_executor", says);
    }
    if let Err(refusal) = CALLS.all_on_rayon() {
        return refusal;
    }
    if CALLS.met() < 2 {
        return CALLS.never_met(2, "calls", "render");
    }
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    let says = format!(
        "{begun} of {FRAMES} calls have begun and {ended} have ended, and now every task and thread waits, \
         forever"
    );
    Refusal::new("never_ends", says)
}

fn judge(got: Result<Vec<u64>, String>) -> Verdict {
    CALLS.all_on_rayon()?;
    let (begun, ended) = (CALLS.begun(), CALLS.ended());
    let says = format!(
        "`render` returned when {begun} of {FRAMES} calls had begun, and {ended} had ended"
    );
    ensure(ended == FRAMES as usize, "left_behind", says)?;
    let got = got.map_err(|error| {
        let says = format!("no call panicked, and `render` returned the error {error:?}");
        Refusal::new("wrong_results", says)
    })?;
    let expected: Vec<_> = (0..FRAMES).map(|frame| u64::from(frame) * 100).collect();
    let says = format!(
        "for the frames 0 to {} these results were expected: {expected:?}. These came: {got:?}",
        FRAMES - 1
    );
    ensure_results(&got, &expected, "frames", says)
}

/// One call panics, and the answer should say so.
fn one_panics(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
    if_it_stands_still(|| {
        let (id, says) = match all_wait() {
            true => {
                ("never_ends", "a call has panicked, and `render` waits forever for its result")
            }
            false => (
                "blocks_the_executor",
                "`render` occupies the thread that runs all tasks, and waits for the result of a call that has \
                 panicked",
            ),
        };
        Refusal::new(id, says).evidence(evidence())
    });
    // This is what Rayon does with a panic of a job for which nobody waits.
    let says = "a call panicked, and nothing caught the panic, so Rayon ended the process";
    if_it_ends(Refusal::new("aborts", says).evidence(evidence()));
    let frames = (0..FRAMES).collect();
    let job = || beside_a_heart(&HEART, async { answer(frames, panics).await });
    let got = catch_unwind(AssertUnwindSafe(job));
    // The answer may have learned of the panic before Rayon does.
    let_others_go_on();
    match got {
        Ok(Err(_)) => Ok(()),
        Ok(Ok(_)) => {
            let says = "a call panicked, and `render` returned no error";
            Err(Refusal::new("succeeds_anyway", says).evidence(evidence()))
        }
        Err(_) => {
            let says = "a call panicked, and then `render` panicked; it should return an error";
            Err(Refusal::new("panicked", says).evidence(evidence()))
        }
    }
}

fn evidence() -> Vec<String> {
    vec![format!("the call of frame {BAD} panics")]
}

fn panics(frame: u32) -> u64 {
    assert_ne!(frame, BAD, "this frame can't be drawn");
    u64::from(frame) * 100
}
