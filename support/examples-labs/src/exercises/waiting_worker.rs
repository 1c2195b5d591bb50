//! A worker that waits in Rayon runs another job, which must meet nothing that the first one holds.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use examples_engine::free::first_panic;
use examples_engine::{Monitor, locks_held, modelled};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::refusal::MOST_ITEMS;
use crate::{
    Calls, Given, Refusal, Verdict, counts_to_try, each_step_late, ensure, if_it_stands_still,
    let_others_go_on,
};

/// Where to read more.
pub const PAGE: &str = "rayon/waiting_worker";

/// How many words a page has.
type Index = modelled::sync::Mutex<BTreeMap<u32, u64>>;
type Answer = fn(index: &Index, pages: &[u32], words: fn(u32) -> u64);

/// The pages of one job, and those of the job that runs while the first one waits.
const FIRST: [u32; 4] = [1, 2, 3, 4];
const SECOND: [u32; 2] = [11, 12];
/// The second job has this many pages, so that it needs each lock of a table of locks.
const MANY: u32 = 130;

const THREADS: usize = 4;
/// In pools of these sizes, each thread must have a share of many pages.
const SHARES: [usize; 4] = [THREADS, 5, 7, 8];
/// How many words the index says at first of the pages that it knows.
const OLD: u64 = 7;

static CALLS: Calls = Calls::new();
/// Which of the first job's calls waits, from 1 on.
static CALL_THAT_WAITS: AtomicUsize = AtomicUsize::new(0);
static OTHER: Mutex<Option<ThreadPool>> = Mutex::new(None);
static SEEN: Mutex<Seen> = Mutex::new(Seen::NEW);
/// The pages of the second job.
static SECOND_JOB: Given<Vec<u32>> = Given::new();
static SECOND_ENDED: Monitor<bool> = Monitor::new(false);
/// How often many pages were added. Each time they have one word more.
static ROUND: AtomicU64 = AtomicU64::new(0);

/// What is seen of the two jobs.
struct Seen {
    /// For which pages `words` was called, and whether by the first job.
    calls: Vec<(u32, bool)>,
    /// The line in which a lock was taken that the first call's thread holds.
    held: Option<u32>,
    steps: Vec<String>,
}

impl Seen {
    const NEW: Self = Self { calls: Vec::new(), held: None, steps: Vec::new() };
}

fn seen() -> MutexGuard<'static, Seen> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn step(step: impl Into<String>) {
    seen().steps.push(step.into());
}

/// Grades `add`.
pub fn grade(answer: Answer) -> Verdict {
    // The index knows all pages, and the second job adds those of the first one as well.
    let all: Vec<_> = (1..=MANY).filter(|page| page % 10 > 0).collect();
    for call in 1..=FIRST.len() {
        meets_another_job(answer, call, &[], &SECOND)?;
        meets_another_job(answer, call, &all, &all)?;
    }
    shares_out_the_calls(answer)?;
    waits_for_the_lock(answer)?;
    if_it_stands_still(|| {
        let says = "two jobs add pages to the same index, and now every thread waits, forever";
        Refusal::new("deadlock", says)
    });
    each_step_late(|| two_jobs(answer))?;
    many_pages(answer)
}

fn pool(workers: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build();
    pool.expect("there is room for a few threads")
}

/// One worker has two jobs. One of the first job's calls of `words` waits, inside of Rayon, for the end of the second job.
/// So the worker runs this job in the middle of the first one.
fn meets_another_job(answer: Answer, call: usize, known: &[u32], second: &[u32]) -> Verdict {
    *seen() = Seen::NEW;
    CALL_THAT_WAITS.store(call, SeqCst);
    CALLS.forget();
    SECOND_JOB.set(second.to_vec());
    SECOND_ENDED.with(|ended| *ended = false);
    if_it_stands_still(stands_still);
    *OTHER.lock().unwrap_or_else(PoisonError::into_inner) = Some(pool(1));
    let index = Index::new(known.iter().map(|page| (*page, OLD)).collect());
    let ends = catch_unwind(AssertUnwindSafe(|| {
        pool(1).scope(|scope| {
            scope.spawn(|_| {
                let _end = End;
                step("the worker runs a job that adds other pages");
                answer(&index, second, words_of_second);
            });
            step(format!("a job adds the pages {FIRST:?}"));
            answer(&index, &FIRST, words_of_first);
            step("this job ends");
        })
    }));
    let evidence = |refusal: Refusal| refusal.evidence(seen().steps.clone());
    if let (Err(_), Some(panic)) = (ends, first_panic()) {
        return Err(evidence(Refusal::panicked(&panic)));
    }
    CALLS.all_on_rayon()?;
    let got = index.into_inner().unwrap_or_else(PoisonError::into_inner);
    judge(&got).map_err(evidence)
}

/// Says that the second job has ended, even if it panics.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        step(if thread::panicking() { "this job panics" } else { "this job ends" });
        SECOND_ENDED.with(|ended| *ended = true);
    }
}

fn words_of_first(page: u32) -> u64 {
    words(page, true)
}

fn words_of_second(page: u32) -> u64 {
    words(page, false)
}

fn words(page: u32, of_first: bool) -> u64 {
    CALLS.enter(format_args!("page {page}"));
    let waits = {
        let mut seen = seen();
        seen.calls.push((page, of_first));
        let calls = seen.calls.iter().filter(|(_, of_first)| *of_first).count();
        of_first && calls == CALL_THAT_WAITS.load(SeqCst)
    };
    if waits {
        seen().held = locks_held().first().copied();
        step(format!("`words` waits for a part of page {page}, inside of Rayon"));
        let other = OTHER.lock().unwrap_or_else(PoisonError::into_inner).take();
        let other = other.expect("only one call of the first job takes it");
        other.install(|| {
            SECOND_ENDED.wait(Location::caller(), |ended| match ended {
                true => Ok(()),
                false => Err("has a part of the page, and waits for the other job".into()),
            });
        });
        step(format!("`words` goes on with page {page}"));
    }
    CALLS.leave(format_args!("page {page}"));
    count(page)
}

/// A page may have no words.
fn count(page: u32) -> u64 {
    u64::from(page % 10 - 1) * 100
}

fn stands_still() -> Refusal {
    if let Err(refusal) = CALLS.all_on_rayon() {
        return refusal;
    }
    let seen = seen();
    let steps = seen.steps.clone();
    if seen.calls.is_empty() {
        let says = "`words` was never called: the only worker waits outside of Rayon, for jobs that it should run \
                    itself";
        return Refusal::new("worker_blocked", says).evidence(steps);
    }
    if let Some(panic) = first_panic() {
        return Refusal::panicked(&panic).evidence(steps);
    }
    match seen.held {
        Some(line) => {
            let says = format!(
                "the lock of line {line} is held while `words` waits; the worker runs another job on the same \
                 stack meanwhile, and this job waits for the lock"
            );
            Refusal::new("lock_held", says).evidence(steps)
        }
        None => {
            let says = "the worker runs another job while `words` waits, and this job waits for the first one";
            Refusal::new("deadlock", says).evidence(steps)
        }
    }
}

fn judge(got: &BTreeMap<u32, u64>) -> Verdict {
    let second = SECOND_JOB.get();
    let of_jobs = FIRST.into_iter().map(|page| (page, true));
    for (page, of_first) in of_jobs.chain(second.iter().map(|page| (*page, false))) {
        let calls = seen().calls.iter().filter(|called| **called == (page, of_first)).count();
        ensure(
            calls <= 1,
            "called_twice",
            format!("`words` was called {calls} times for page {page}"),
        )?;
    }
    let all = FIRST.iter().chain(&*second);
    let expected: BTreeMap<u32, u64> = all.map(|page| (*page, count(*page))).collect();
    let is_right = |page: &u32| got.get(page) == expected.get(page);
    if FIRST.iter().all(is_right) && !second.iter().all(is_right) {
        let says = format!(
            "the pages {second:?}, which another job has entered meanwhile, are no longer in the index: an old copy \
             of it was put back"
        );
        return Err(Refusal::new("lost_update", says));
    }
    let says = match expected.keys().find(|page| !is_right(page)) {
        Some(page) if expected.len() > MOST_ITEMS => {
            format!(
                "page {page} has {} words, and the index says {:?}",
                count(*page),
                got.get(page)
            )
        }
        _ => format!("the index should be {expected:?}, and it is {got:?}"),
    };
    ensure(*got == expected, "wrong_results", says)?;
    let forgotten = FIRST.into_iter().find(|page| !seen().calls.contains(&(*page, true)));
    let says = forgotten.map_or_else(String::new, |page| {
        format!(
            "`words` was not called for page {page}: what an earlier call of `add` got is no result of this one"
        )
    });
    ensure(forgotten.is_none(), "outlives_the_call", says)
}

/// Two calls run at the same time, on Rayon's threads.
fn shares_out_the_calls(answer: Answer) -> Verdict {
    if_it_stands_still(|| CALLS.never_met(2, "calls", "add"));
    CALLS.forget();
    let index = Index::default();
    pool(THREADS).install(|| answer(&index, &FIRST, meets));
    CALLS.all_on_rayon()?;
    for threads in SHARES {
        if_it_stands_still(move || CALLS.threads_never_met(threads, "calls", "add"));
        pool(threads).install(|| {
            CALLS.forget();
            answer(&index, &pages(A_HUNDRED), all_threads_meet);
        });
        CALLS.all_on_rayon()?;
    }
    Ok(())
}

/// The last of a hundred pages, and of many.
const A_HUNDRED: u32 = 111;
const PAGES: u32 = 207;

/// Returns many pages, in no order of the index.
fn pages(last: u32) -> Vec<u32> {
    (1..=last).filter(|page| page % 10 > 0).rev().collect()
}

fn all_threads_meet(page: u32) -> u64 {
    CALLS.enter(format_args!("page {page}"));
    CALLS.pool_meets();
    CALLS.leave(format_args!("page {page}"));
    count(page)
}

fn meets(page: u32) -> u64 {
    CALLS.enter(format_args!("page {page}"));
    CALLS.meet(2);
    CALLS.leave(format_args!("page {page}"));
    count(page)
}

/// Somebody else has the lock when the first results are there, until nobody else gets on.
fn waits_for_the_lock(answer: Answer) -> Verdict {
    if_it_stands_still(|| {
        let says = "somebody else had the lock of the index for a time, and now every thread waits, forever";
        Refusal::new("deadlock", says)
    });
    let index = Index::default();
    let pool = pool(4);
    thread::scope(|s| {
        let guard = index.lock().unwrap_or_else(PoisonError::into_inner);
        let adds = s.spawn(|| pool.install(|| answer(&index, &FIRST, count)));
        let_others_go_on();
        drop(guard);
        let _ = adds.join(); // A panic has poisoned the lock, or an entry is missing.
    });
    let got = index.into_inner().unwrap_or_else(PoisonError::into_inner);
    let expected: BTreeMap<u32, u64> = FIRST.iter().map(|page| (*page, count(*page))).collect();
    let says = format!(
        "somebody else had the lock of the index for a time; the index should be {expected:?}, and it is {got:?}"
    );
    ensure(got == expected, "lost_update", says)
}

/// Two jobs add pages at the same time. Some of them were in the index before, with other counts.
fn two_jobs(answer: Answer) -> Verdict {
    let old = BTreeMap::from([(FIRST[1], 7), (SECOND[1], 8), (99, 9)]);
    let index = Index::new(old.clone());
    pool(2).install(|| {
        rayon::join(|| answer(&index, &FIRST, count), || answer(&index, &SECOND, count))
    });
    let got = index.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut expected = old;
    expected.extend(FIRST.iter().chain(&SECOND).map(|page| (*page, count(*page))));
    // Which of them it is depends on who was faster.
    if let Some(page) = expected.keys().find(|page| !got.contains_key(page)) {
        let says = format!(
            "two jobs have added pages at the same time, and page {page} is not in the index"
        );
        return Err(Refusal::new("lost_update", says));
    }
    let says =
        format!("two jobs have added pages; the index should be {expected:?}, and it is {got:?}");
    ensure(got == expected, "wrong_results", says)
}

/// There are many pages, so the calls do not end in the order of the pages.
fn many_pages(answer: Answer) -> Verdict {
    let slow = |page: u32| {
        if page.is_multiple_of(3) {
            thread::yield_now();
        }
        count(page) + ROUND.load(SeqCst)
    };
    let own = counts_to_try(5, 20_000).into_iter().map(|own| own as u32 * 10 / 9 + 1);
    for last in [PAGES; 5].into_iter().chain(own) {
        let pages = pages(last);
        let index = Index::default();
        let round = ROUND.fetch_add(1, SeqCst) + 1;
        pool(THREADS).install(|| answer(&index, &pages, slow));
        let got = index.into_inner().unwrap_or_else(PoisonError::into_inner);
        let words = |page| count(page) + round;
        let wrong = pages.iter().find(|page| got.get(page) != Some(&words(**page)));
        let says = wrong.map_or_else(String::new, |page| {
            format!(
                "page {page} has {} words, and the index says {:?}",
                words(*page),
                got.get(page)
            )
        });
        ensure(wrong.is_none(), "wrong_results", says)?;
    }
    Ok(())
}
