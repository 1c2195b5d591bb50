//! Grades an answer in the process that it has to itself.
//!
//! The process watches itself: a thread of the grader looks at all others, and ends the process when none of them
//! will ever go on. It writes the verdict to a file.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use examples_engine::free::{all_waiting, first_panic};
use examples_engine::{Host, keep_panics, told};
use examples_timeline::{Activity, ThreadNow, processor_time, threads_now};
use serde_json::json;

use crate::{Refusal, Verdict};

/// Tells the child where to write its verdict.
pub(crate) const CHILD: &str = "LABS_CHILD";
/// The name of the thread that watches the others, which it leaves out of account.
const WATCHER: &str = "labs-watcher";
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(10);
/// After this many looks at which no thread had run, none of them ever will.
const STILL: usize = 10;
/// The processor time for a part of the grading, each of which takes a right answer some milliseconds.
const PROCESSOR_TIME: Duration = Duration::from_secs(2);
/// More than any answer needs.
const MOST_THREADS: usize = 1000;
/// How long `main` may take in an exercise.
const TRIAL: Duration = Duration::from_secs(10);

/// What the grader says if the answer stands still now.
static EXPECTED: Mutex<Option<Expected>> = Mutex::new(None);
/// The grading has got on.
static PROGRESS: AtomicBool = AtomicBool::new(false);

type Expected = Box<dyn Fn() -> Refusal + Send>;

fn expected() -> MutexGuard<'static, Option<Expected>> {
    EXPECTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says what an answer has done wrong if it stands still from now on: every thread waits for another.
/// The function is called when it does.
pub fn if_it_stands_still(refusal: impl Fn() -> Refusal + Send + 'static) {
    *expected() = Some(Box::new(refusal));
}

/// Says what an answer has done wrong if it ends the process from now on, before there is another verdict.
pub fn if_it_ends(refusal: Refusal) {
    write_verdict(Err(refusal));
}

/// Waits until no other thread runs, but not for long: one of them may be about to end the process, or to notice
/// something.
pub fn let_others_go_on() {
    let_others_go_on_until(|| false);
}

/// As [`let_others_go_on()`], and not longer than until `end` returns `true`.
pub(crate) fn let_others_go_on_until(end: impl Fn() -> bool) {
    let me = fs::read_link("/proc/thread-self").ok();
    let me = me.and_then(|me| me.file_name()?.to_str()?.parse().ok()).unwrap_or(0);
    let mut before = None;
    for _ in 0..500 {
        thread::sleep(Duration::from_millis(2));
        if end() {
            break;
        }
        let Some(mut now) = threads_to_watch() else { continue };
        now.retain(|thread| thread.id != me);
        let nobody_runs = now.iter().all(|thread| thread.activity != Activity::Runs);
        if nobody_runs && before.as_ref() == Some(&now) {
            break;
        }
        before = Some(now);
    }
}

/// From now on nothing special is expected of an answer that stands still.
pub fn it_may_stand_still() {
    *expected() = None;
    PROGRESS.store(true, Relaxed);
}

/// The grading has got on, so the limit on processor time begins anew.
pub(crate) fn progress() {
    PROGRESS.store(true, Relaxed);
}

/// Ends the process with this refusal, from any thread.
pub fn refuse(refusal: Refusal) -> ! {
    end(Err(refusal))
}

/// Grades an answer in this process if it is the child. Does nothing in any other.
pub(crate) fn grade_if_child(grade: impl FnOnce() -> Verdict) {
    if env::var_os(CHILD).is_none() {
        return;
    }
    if TOKEN.set(read_token()).is_err() {
        let says = "the answer calls the grader, which is not what the exercise asks for";
        refuse(Refusal::new("forged", says));
    }
    let host = Host {
        own_files: "support/examples-labs/src/",
        thread_name,
        cannot_follow: |this| refuse(this.into()),
    };
    host.install();
    keep_panics();
    start_watcher(watch_grading);
    let verdict = catch_unwind(AssertUnwindSafe(grade));
    end(verdict.unwrap_or_else(|_| {
        let panic = first_panic();
        Err(panic.map_or_else(
            || Refusal::new("panicked", "it panicked"),
            |panic| Refusal::panicked(&panic),
        ))
    }))
}

fn thread_name() -> Option<String> {
    match thread::current().name() {
        // The test harness names its thread after the test.
        Some(name) => name.starts_with("graded::").then(|| "main".into()),
        None => rayon::current_thread_index().map(|index| format!("Rayon thread {index}")),
    }
}

fn end(verdict: Verdict) -> ! {
    static ENDS: Mutex<()> = Mutex::new(());
    let _only_one = ENDS.lock(); // The first verdict counts.
    write_verdict(verdict);
    // Threads that the answer has left behind end with the process.
    std::process::exit(0)
}

/// What proves that it was the grader that found an answer right: only this process has read it.
static TOKEN: OnceLock<String> = OnceLock::new();

fn read_token() -> String {
    let mut token = String::new();
    // Without it no answer is right.
    let _ = io::stdin().read_to_string(&mut token);
    token
}

fn write_verdict(verdict: Verdict) {
    if let Some(file) = env::var_os(CHILD) {
        let text = match verdict {
            Ok(()) => json!({ "right": TOKEN.get() }),
            Err(refusal) => refusal.to_json(),
        }
        .to_string();
        fs::write(file, text).expect("the folder for the verdict is there");
    }
}

/// Watches this process for a standstill.
struct Watch {
    before: Vec<ThreadNow>,
    still: usize,
    /// Whether a wait for an event, such as for a socket, counts as one for another thread.
    events: bool,
}

impl Watch {
    /// Looks. Returns whether no thread will ever go on.
    fn look(&mut self) -> bool {
        let now = threads_to_watch().unwrap_or_default();
        let waits_forever = |thread: &ThreadNow| match thread.activity {
            Activity::WaitsForThread { forever } => forever,
            Activity::Waits { forever, .. } => forever && self.events,
            Activity::Runs | Activity::Sleeps => false,
        };
        let is_still = !now.is_empty() && now == self.before && now.iter().all(waits_forever);
        self.still = if is_still { self.still + 1 } else { 0 };
        self.before = now;
        self.still >= STILL
    }
}

/// Returns the threads of this process without the one that watches them, or `None` where the system does not
/// tell.
fn threads_to_watch() -> Option<Vec<ThreadNow>> {
    let mut now = threads_now(std::process::id())?;
    now.retain(|thread| thread.name != WATCHER);
    Some(now)
}

/// Starts a job on the thread that watches the others.
fn start_watcher(job: fn()) {
    let watcher = thread::Builder::new().name(WATCHER.into()).spawn(job);
    watcher.expect("the system has room for a thread");
}

fn watch_grading() {
    let mut watch = Watch { before: Vec::new(), still: 0, events: true };
    let spent = || processor_time(std::process::id()).unwrap_or_default();
    let mut start = Duration::ZERO;
    loop {
        thread::sleep(PAUSE);
        if PROGRESS.swap(false, Relaxed) {
            // So it does not stand still, and needs no look, which costs as much as the rest of some graders.
            watch.still = 0;
            start = spent();
            continue;
        }
        if watch.look() {
            stands_still(&watch.before);
        }
        if watch.before.len() > MOST_THREADS {
            let says =
                format!("it has started more than {MOST_THREADS} threads, which have not ended");
            refuse(Refusal::new("too_many_threads", says));
        }
        if spent().saturating_sub(start) > PROCESSOR_TIME {
            let says = "after two seconds of work it has no result: a loop asks again and again, or has no end";
            refuse(Refusal::new("busy_waiting", says).evidence(who_waits(&watch.before)));
        }
    }
}

/// Stands at the beginning of an exercise's `main`, which is for trying things out. Ends the program when it
/// stands still, or after ten seconds: rustlings would wait for it forever.
pub fn trial() {
    start_watcher(|| {
        let start = Instant::now();
        let mut watch = Watch { before: Vec::new(), still: 0, events: false };
        let says = loop {
            thread::sleep(PAUSE);
            if watch.look() {
                break "every thread waits for another, so none will ever go on";
            }
            if start.elapsed() > TRIAL {
                break "it has not ended after ten seconds";
            }
        };
        eprintln!("{}\n`main` was stopped: {says}.", who_waits(&watch.before).join("\n"));
        std::process::exit(1)
    });
}

fn stands_still(threads: &[ThreadNow]) -> ! {
    let mut evidence = who_waits(threads);
    if let Some(panic) = first_panic() {
        evidence.insert(0, format!("a thread panicked in line {}: {}", panic.line, panic.words));
    }
    let says = "every thread waits for another, so none will ever go on";
    let refusal =
        expected().take().map_or_else(|| Refusal::new("stands_still", says), |refusal| refusal());
    // If it brings its own, that is what happened first.
    if refusal.evidence.is_empty() { refuse(refusal.evidence(evidence)) } else { refuse(refusal) }
}

/// Returns what each thread waits for, in the model's words if it has some.
fn who_waits(threads: &[ThreadNow]) -> Vec<String> {
    let waiting = all_waiting();
    if !waiting.is_empty() {
        return told(&waiting);
    }
    let line = |thread: &ThreadNow| {
        let does = match &thread.activity {
            Activity::Runs => "is busy",
            Activity::Sleeps => "sleeps",
            Activity::WaitsForThread { .. } => "waits for another thread",
            Activity::Waits { .. } => "waits for an event",
        };
        format!("{:<15}  {does}", thread.name)
    };
    threads.iter().map(line).collect()
}
