//! Rayon's threads compute for a task, which awaits the results.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, panic_any};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread::{self, ThreadId};
use std::time::Duration;

use examples_engine::Monitor;
use examples_timeline::threads_now;
use tokio::join;

use crate::judge::POOL;
use crate::run::let_others_go_on_until;
use crate::tasks::{
    Day, Heart, all_at_once, all_wait, beside_a_heart, ensure_apart, is_quick, is_slow,
    on_one_thread, one_of_two_stands_still, several_stand_still, watched, while_polled,
};
use crate::{
    Calls, Given, Inputs, Refusal, Results, Verdict, counts_to_try, each_step_late, ensure,
    ensure_sevens, if_it_ends, if_it_stands_still, let_others_go_on, result, spawners_meet,
    special_inputs,
};

/// Where to read more.
pub const PAGE: &str = "combined/render_service";

type Draw = fn(u32) -> u64;

static HEART: Heart = Heart::new();
static DAY: Day = Day::new();
static CALLS: Calls = Calls::new();
static RESULTS: Results = Results::new();
static FRAMES: Given<Frames> = Given::new();
static OTHERS: Monitor<Option<Others>> = Monitor::new(None);
/// Some wrong answers have the right order at times.
const ROUNDS: usize = 8;
/// More frames than any number that an answer may have of its own.
const MANY: usize = 1100;
/// How many tasks call at the same time, and how many if the answer starts no threads of its own for each call.
const CALLS_AT_ONCE: usize = 100;
const VERY_MANY_CALLS: usize = 600;
/// Whether all tasks that call at the same time have called.
static ALL_HAVE_CALLED: Monitor<bool> = Monitor::new(false);

struct Frames {
    all: Vec<u32>,
    /// The call of such a frame panics.
    bad: Vec<u32>,
}

impl Frames {
    fn count(&self) -> usize {
        self.all.len()
    }

    /// The calls of the first, which may be there twice.
    fn first(&self) -> usize {
        self.all.iter().filter(|frame| Some(*frame) == self.all.first()).count()
    }
}

/// The calls of all frames but the first.
#[derive(Default)]
struct Others {
    threads: HashSet<ThreadId>,
    ended: usize,
    /// A thread has made one call, done with the result whatever the answer does with it, and begun another.
    go_on: bool,
}

/// Grades `render`.
pub fn grade(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
    let mut inputs = Inputs::new(0);
    let several = inputs.index(16, 20);
    all_succeed(&answer, &mut inputs, several)?;
    each_step_late(|| on_one_thread(one_round(&answer, frames(&mut inputs, 4), draw_at_once)))?;
    for own in counts_to_try(5, 1000) {
        on_one_thread(one_round(&answer, frames(&mut inputs, own), draw_at_once))?;
    }
    DAY.beside(one_round(&answer, frames(&mut inputs, 4), draw_all_day))?;
    // One call panics, or two, or all, and then none.
    for (count, bad) in [(several, 1), (several, 2), (1, 1), (3, 3)] {
        let all = frames(&mut inputs, count);
        let bad = inputs.order(count).into_iter().take(bad).map(|index| all[index]).collect();
        FRAMES.set(Frames { all, bad });
        some_panic(&answer)?;
    }
    all_succeed(&answer, &mut inputs, several)?;
    let many = frames(&mut inputs, MANY);
    on_one_thread(async {
        one_round(&answer, many, draw_at_once).await?;
        let sevens = answer(vec![5, 3, 4], |_| 7);
        ensure_sevens("render", &watched(sevens).await.unwrap_or_default())
    })?;
    for late in [1, 2] {
        meets_other_calls(&answer, late)?;
    }
    if_it_stands_still(|| one_of_two_stands_still("render"));
    let slow = |frame: u32| {
        if frame == 2 {
            is_slow(); // Each of two such threads would see the other run.
        }
        result(frame.into())
    };
    let quick = |frame: u32| {
        is_quick();
        result(frame.into())
    };
    on_one_thread(async {
        let got = join!(watched(answer(vec![2, 1], slow)), watched(answer(vec![4, 5, 3], quick)));
        let expected = [&[2_u32, 1][..], &[4, 5, 3]];
        let expected =
            expected.map(|frames| Ok(frames.iter().map(|&frame| result(frame.into())).collect()));
        ensure_apart("render", got.into(), expected)
    })?;
    on_each_thread(&answer)?;
    let own = counts_to_try(5, CALLS_AT_ONCE);
    let mut threads = 0;
    for calls in own.into_iter().chain([CALLS_AT_ONCE]) {
        threads = at_the_same_time(&answer, calls)?;
    }
    // If each call has threads of its own, there is no room for many more.
    if threads < CALLS_AT_ONCE {
        at_the_same_time(&answer, VERY_MANY_CALLS)?;
    }
    Ok(())
}

/// This many tasks call it at the same time: no frame is drawn before all have. Returns how many threads there are then.
fn at_the_same_time(
    answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>,
    calls: usize,
) -> Result<usize, Refusal> {
    if_it_stands_still(move || several_stand_still(calls, "render"));
    ALL_HAVE_CALLED.renew(false);
    on_one_thread(async {
        let all = (0..calls).map(|call| answer(vec![call as u32, 7], draw_later));
        let mut threads = 0;
        let all_have_called = || {
            threads = threads_now(std::process::id()).map_or(0, |threads| threads.len());
            ALL_HAVE_CALLED.with(|called| *called = true);
        };
        let got = all_at_once(all, all_have_called).await;
        got.into_iter().zip(0..).try_for_each(|(got, call)| {
            let expected = Ok(vec![result(call), result(7)]);
            let says = format!(
                "{calls} tasks have called `render` at the same time; {expected:?} was expected, and {got:?} came"
            );
            ensure(got == expected, "outlives_the_call", says)
        })?;
        Ok(threads)
    })
}

fn draw_later(frame: u32) -> u64 {
    until_all_have_called();
    result(frame.into())
}

fn until_all_have_called() {
    ALL_HAVE_CALLED.wait(Location::caller(), |called| match called {
        true => Ok(()),
        false => Err("draws, until other tasks have called".into()),
    });
}

/// One call has two frames, and while these are drawn, so many other tasks call that a job is left. Then one frame is
/// ready, and the thread that has drawn it may wait in Rayon for the `late` one, and run that job meanwhile.
fn meets_other_calls(
    answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>,
    late: u32,
) -> Verdict {
    if_it_stands_still(|| {
        if BEGUN.load(SeqCst) > POOL {
            return several_stand_still(POOL, "render"); // It draws every frame.
        }
        let says = "several tasks have called `render`: while a thread of Rayon waits there for the calls of one `render`, \
                    it runs a job of another, and this job waits for what the thread holds, such as a lock";
        Refusal::new("deadlock", says)
    });
    LATE.set(late);
    BEGUN.store(0, SeqCst);
    ALL_HAVE_CALLED.renew(false);
    on_one_thread(async {
        let others = async {
            while_polled().await;
            let_others_go_on_until(|| BEGUN.load(SeqCst) == 2);
            let others = (3..POOL as u32 + 2).map(|frame| answer(vec![frame], draw_one_late));
            let others_wait = || {
                let_others_go_on();
                ALL_HAVE_CALLED.with(|called| *called = true);
            };
            all_at_once(others, others_wait).await
        };
        let (first, others) = join!(watched(answer(vec![1, 2], draw_one_late)), others);
        let expected = (3..).map(|frame| Ok(vec![frame]));
        let right =
            first == Ok(vec![1, 2]) && others.into_iter().zip(expected).all(|(a, b)| a == b);
        // Which of them it is depends on who was faster.
        let says = format!(
            "{POOL} tasks have called `render` at the same time, and one has not got what was drawn for its frames: the \
             calls share something"
        );
        ensure(right, "outlives_the_call", says)
    })
}

/// The frame that is drawn last.
static LATE: Given<u32> = Given::new();
/// How many frames are drawn, also for the other calls.
static BEGUN: AtomicUsize = AtomicUsize::new(0);

fn draw_one_late(frame: u32) -> u64 {
    BEGUN.fetch_add(1, SeqCst);
    if frame <= 2 {
        until_all_have_called();
    }
    if frame == *LATE.get() {
        let_others_go_on();
    }
    frame.into()
}

/// As many tasks call it at the same time as Rayon has threads, and each thread gets a job of another call.
fn on_each_thread(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
    spawners_meet();
    if_it_stands_still(|| {
        let says = format!(
            "{POOL} tasks have called `render` at the same time, and Rayon has {POOL} threads: each of these waits \
             outside of Rayon, for jobs that it should run itself"
        );
        Refusal::new("worker_blocked", says)
    });
    on_one_thread(async {
        let call = |frame| watched(answer(vec![frame, frame + 10], |frame| result(frame.into())));
        let got: [_; POOL] = join!(call(1), call(2), call(3), call(4), call(5)).into();
        got.into_iter().zip(1..).try_for_each(|(got, frame)| {
            let expected = Ok(vec![result(frame), result(frame + 10)]);
            let says = format!(
                "{POOL} tasks have called `render` at the same time; {expected:?} was expected, and {got:?} came"
            );
            ensure(got == expected, "outlives_the_call", says)
        })
    })
}

fn frames(inputs: &mut Inputs, count: usize) -> Vec<u32> {
    inputs.numbers(count).into_iter().map(|number| number as u32).collect()
}

fn all_succeed(
    answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>,
    inputs: &mut Inputs,
    several: usize,
) -> Verdict {
    if_it_stands_still(stands_still);
    beside_a_heart(&HEART, async {
        for count in [several].repeat(ROUNDS).into_iter().chain([0]) {
            OTHERS.renew(Some(Others::default()));
            one_round(&answer, frames(inputs, count), draw).await?;
        }
        let special = special_inputs().into_iter().map(|frame| frame as u32).collect();
        one_round(&answer, special, draw_at_once).await?;
        // A few frames are not drawn on the thread of all tasks either.
        for count in [1, 2, 3] {
            one_round(&answer, frames(inputs, count), draw_beside_others).await?;
        }
        Ok(())
    })
}

async fn one_round(
    answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>,
    all: Vec<u32>,
    draw: Draw,
) -> Verdict {
    FRAMES.set(Frames { all: all.clone(), bad: Vec::new() });
    CALLS.forget();
    RESULTS.forget();
    judge(watched(answer(all, draw)).await)
}

fn draw_beside_others(frame: u32) -> u64 {
    draw_while(frame, || HEART.wait_for_beats())
}

fn draw_at_once(frame: u32) -> u64 {
    draw_while(frame, || ())
}

fn draw_all_day(frame: u32) -> u64 {
    draw_while(frame, || DAY.work_through("render"))
}

fn draw_while(frame: u32, waits: fn()) -> u64 {
    CALLS.enter(format_args!("frame {frame}"));
    waits();
    CALLS.leave(format_args!("frame {frame}"));
    RESULTS.next(frame.into())
}

fn draw(frame: u32) -> u64 {
    let frames = FRAMES.get();
    CALLS.enter(format_args!("frame {frame}"));
    CALLS.meet_in_pairs(if frames.count() > 1 { 4 } else { 0 });
    HEART.wait_for_beats();
    if frames.all.first() == Some(&frame) {
        wait_for_another_result();
    } else {
        OTHERS.with(|others| {
            let others = others.get_or_insert_default();
            others.ended += 1;
            others.go_on |= !others.threads.insert(thread::current().id());
        });
    }
    CALLS.leave(format_args!("frame {frame}"));
    RESULTS.next(frame.into())
}

/// The first frame's result is not the first to be there, so results that are kept in the order in which they
/// come are out of order.
fn wait_for_another_result() {
    // In most answers a thread comes for its second call. If not, the order is left to luck.
    let frames = FRAMES.get();
    let limit = Some(Duration::from_millis(30));
    OTHERS.wait_limited(Location::caller(), limit, |others| {
        let others = others.get_or_insert_default();
        if others.go_on || others.ended == frames.count() - frames.first() {
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
    if CALLS.begun() > CALLS.ended() && CALLS.met() < 2 {
        return CALLS.never_met(2, "calls", "render");
    }
    let (begun, ended, all) = (CALLS.begun(), CALLS.ended(), FRAMES.get().count());
    let says = format!(
        "{begun} of {all} calls have begun and {ended} have ended, and now every task and thread waits, \
         forever"
    );
    Refusal::new("never_ends", says)
}

fn judge(got: Result<Vec<u64>, String>) -> Verdict {
    let frames = FRAMES.get();
    if frames.count() == 1 {
        CALLS.forget_rayon(); // One call is not shared out: it may run on any thread but that of the tasks.
    }
    CALLS.all_on_rayon()?;
    let all = &frames.all;
    let (begun, ended, count) = (CALLS.begun(), CALLS.ended(), frames.count());
    let says =
        format!("`render` returned when {begun} of {count} calls had begun, and {ended} had ended");
    ensure(ended >= count, "left_behind", says)?;
    CALLS.ensure_each_once(all.iter().map(|frame| format!("frame {frame}")), "lost_item")?;
    let got = got.map_err(|error| {
        let says = format!("no call panicked, and `render` returned the error {error:?}");
        Refusal::new("wrong_results", says)
    })?;
    let inputs: Vec<_> = all.iter().map(|frame| u64::from(*frame)).collect();
    Results::ensure(&inputs, &got, "frames", |expected| {
        format!(
            "for the frames {all:?} these results were expected: {expected:?}. These came: {got:?}"
        )
    })
}

/// Some calls panic, and the answer should say so.
fn some_panic(answer: impl AsyncFn(Vec<u32>, Draw) -> Result<Vec<u64>, String>) -> Verdict {
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
    let frames = FRAMES.get().all.clone();
    let job = || beside_a_heart(&HEART, async { answer(frames.clone(), panics).await });
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
    FRAMES.get().bad.iter().map(|frame| format!("the call of frame {frame} panics")).collect()
}

fn panics(frame: u32) -> u64 {
    if !FRAMES.get().bad.contains(&frame) {
        return result(frame.into());
    }
    if frame.is_multiple_of(2) {
        panic!("this frame can't be drawn")
    }
    panic_any(frame)
}
