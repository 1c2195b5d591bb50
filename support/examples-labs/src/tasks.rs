//! What graders of async answers need.

use std::fmt::Debug;
use std::fs;
use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use examples_engine::Monitor;
use examples_engine::free::{limited_waits, sleeps};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::run::let_others_go_on_until;
use crate::{Refusal, Verdict, ensure, let_others_go_on, run};

/// Whether the thread that runs all tasks sleeps until one of them is woken.
static ALL_WAIT: AtomicBool = AtomicBool::new(false);

/// Returns whether every task waits. If not, one of them occupies the thread that runs all tasks. Where an
/// answer stands still, this is the difference between waiting and blocking.
pub fn all_wait() -> bool {
    ALL_WAIT.load(SeqCst)
}

/// Returns the refusal of an answer in which the thread of all tasks waits for one of them.
pub fn blocks_the_executor() -> Refusal {
    let says = "the one thread that runs all tasks waits for a task, which it should run itself: use `.await`";
    Refusal::new("blocks_the_executor", says)
}

/// Refuses an answer in which a thread has slept, or the one that runs all tasks has stopped for a time.
pub fn never_sleeps() -> Verdict {
    let Some(line) = sleeps().first().copied() else { return never_waits() };
    let says = format!(
        "line {line} stops the thread that runs all tasks; `tokio::time::sleep` stops one task"
    );
    Err(Refusal::new("blocks_the_executor", says))
}

/// Refuses an answer that has stopped the current thread, which runs all tasks, for a time.
pub fn never_waits() -> Verdict {
    let Some(line) = limited_waits().first().copied() else { return Ok(()) };
    let says =
        format!("line {line} stops the thread that runs all tasks for a time: no other task runs");
    Err(Refusal::new("blocks_the_executor", says))
}

/// Something has woken the future of [`without_runtime`] since it waits.
static WOKEN: AtomicBool = AtomicBool::new(false);
/// How often that was not what it waits for.
static WOKEN_FOR_NOTHING: AtomicUsize = AtomicUsize::new(0);

/// Returns whether the future of [`without_runtime`] still waits when nobody else gets on, though what it waits for has
/// not come. Ends the grading, as [`ensure_no_timer()`](ensure_no_timer()) does.
pub fn waits_for_no_timer(function: &str) -> bool {
    ensure_no_timer(function);
    let is_woken = WOKEN.load(SeqCst);
    if is_woken && WOKEN_FOR_NOTHING.fetch_add(1, SeqCst) >= 10 {
        has_timer(function);
    }
    !is_woken
}

/// Ends the grading of an answer that waits for a timer of smol, too, as `function` does, when nobody else gets on: whether that
/// comes first, only a real clock could tell.
pub fn ensure_no_timer(function: &str) {
    let_others_go_on(); // The thread that waits for the timers has set them, and a short one has woken the future.
    let infos = fs::read_dir("/proc/self/fdinfo").into_iter().flatten().flatten();
    let is_set = |info: String| {
        let value = info.lines().find_map(|line| line.strip_prefix("it_value: "));
        value.is_some_and(|value| value != "(0, 0)")
    };
    if infos.map(|info| fs::read_to_string(info.path()).unwrap_or_default()).any(is_set) {
        has_timer(function);
    }
}

fn has_timer(function: &str) -> ! {
    let says = format!(
        "`{function}` waits for a timer, too: what it waits for may take as long as it likes"
    );
    run::refuse(Refusal::new("time_limit", says))
}

/// So often no answer is polled that sleeps until it is woken.
pub const TOO_MANY_POLLS: usize = 100;

/// Runs a future on one thread, on a clock that stands still: whenever all tasks wait for it, it jumps to the
/// next time for which one of them waits. So a sleep takes no time, and times are exact.
pub fn on_paused_clock<R>(future: impl Future<Output = R>) -> R {
    block_on(true, future)
}

/// Runs a future on one thread. If all tasks wait for what will never come, the answer stands still.
pub fn on_one_thread<R>(future: impl Future<Output = R>) -> R {
    block_on(false, future)
}

/// Runs a future on one thread, beside a task that is the heart.
pub fn beside_a_heart<R>(heart: &'static Heart, future: impl Future<Output = R>) -> R {
    block_on(false, async {
        tokio::spawn(heart.beats());
        future.await
    })
}

/// Runs a future on the current thread, without a runtime. Calls `waits` each time that the future waits.
pub fn without_runtime<R>(future: impl Future<Output = R>, mut waits: impl FnMut()) -> R {
    let mut future = pin!(future);
    let woken = Arc::new(Woken { yes: AtomicBool::new(false), thread: thread::current() });
    let waker = Waker::from(Arc::clone(&woken));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        if !woken.yes.load(SeqCst) {
            WOKEN.store(false, SeqCst);
            waits();
            ALL_WAIT.store(true, SeqCst);
        }
        while !woken.yes.swap(false, SeqCst) {
            thread::park();
        }
        ALL_WAIT.store(false, SeqCst);
    }
}

struct Woken {
    yes: AtomicBool,
    thread: Thread,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        WOKEN.store(true, SeqCst);
        self.yes.store(true, SeqCst);
        self.thread.unpark();
    }
}

/// Runs a job that polls futures itself, outside of any task: a task would get no further after some hundred
/// polls without a pause.
pub fn polled_by_hand<R>(job: impl FnOnce() -> R) -> R {
    let runtime = runtime(true);
    let _entered = runtime.enter();
    job()
}

fn block_on<R>(paused: bool, future: impl Future<Output = R>) -> R {
    let mut result = None;
    run_to_end(paused, pin!(async { result = Some(future.await) }));
    result.expect("the future has ended")
}

/// Runs a future of any type: so the runtime's code is compiled once.
fn run_to_end(paused: bool, future: Pin<&mut dyn Future<Output = ()>>) {
    let runtime = runtime(paused);
    runtime.block_on(future);
    runtime.shutdown_background(); // The answer may have left something behind that never ends.
}

fn runtime(paused: bool) -> Runtime {
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(paused)
        .on_thread_park(|| ALL_WAIT.store(true, SeqCst))
        .on_thread_unpark(|| ALL_WAIT.store(false, SeqCst))
        // A thread that waits for more work with a time limit would hide a standstill.
        .thread_keep_alive(Duration::from_millis(100))
        .build();
    runtime.expect("the system has what a runtime needs")
}

/// A task that beats whenever it is asked to, as long as the thread that runs all tasks gets to it. Before each beat, the
/// futures of the answer are polled, though nothing has woken them.
pub struct Heart {
    beats: Monitor<u64>,
    asked: Notify,
}

impl Heart {
    /// Returns a heart that has not beaten.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self { beats: Monitor::new(0), asked: Notify::const_new() }
    }

    async fn beats(&self) {
        loop {
            // Not a timer: while one runs, nothing stands still.
            self.asked.notified().await;
            poll_again();
            yield_now().await; // Now they are polled.
            self.beats.with(|beats| *beats += 1);
        }
    }

    /// Waits on the current thread for a few beats. If this thread is the one that runs the tasks, they
    /// never come.
    #[track_caller]
    pub fn wait_for_beats(&self) {
        for _ in 0..3 {
            let before = self.beats.with(|beats| *beats);
            self.asked.notify_one();
            self.beats.wait(Location::caller(), |beats| {
                if *beats > before {
                    Ok(())
                } else {
                    Err("waits until another task has run".into())
                }
            });
        }
    }
}

/// No future is polled more often that sleeps until it is woken.
const MOST_POLLS: usize = 1000;

/// How often futures were polled by [`watched()`](watched()).
static POLLS: AtomicUsize = AtomicUsize::new(0);

/// Runs a future of an answer as any executor may: each poll has another waker, and only the last one counts; the first
/// time it is polled twice, and then only if it was woken. Refuses it if it wakes itself again and again.
pub async fn watched<R>(future: impl Future<Output = R>) -> R {
    watched_from(2, future).await
}

/// The same, and the first time it is polled this many times.
pub async fn watched_from<R>(first: usize, future: impl Future<Output = R>) -> R {
    let mut future = pin!(future);
    let mut polls = 0;
    let mut last: Option<Arc<LastWaker>> = None;
    poll_fn(|context| {
        if let Some(last) = &last {
            *last.task() = context.waker().clone();
            if !last.woken.load(SeqCst) && !last.again.swap(false, SeqCst) {
                return Poll::Pending;
            }
        }
        for _ in 0..if polls == 0 { first } else { 1 } {
            polls += 1;
            POLLS.fetch_add(1, SeqCst);
            if polls > MOST_POLLS {
                let says = "a future wakes itself and asks again and again, instead of waiting until something wakes it";
                run::refuse(Refusal::new("busy_waiting", says));
            }
            let task = Mutex::new(context.waker().clone());
            let (woken, again) = (AtomicBool::new(false), AtomicBool::new(false));
            let new = Arc::new(LastWaker { woken, again, task });
            let waker = Waker::from(Arc::clone(&new));
            let mut watched = watched_now();
            watched.retain(|waker| waker.strong_count() > 0);
            watched.push(Arc::downgrade(&new));
            drop(watched);
            last = Some(new);
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    })
    .await
}

/// The waker of the last poll of a future.
struct LastWaker {
    woken: AtomicBool,
    /// The future is polled, though nothing has woken it.
    again: AtomicBool,
    task: Mutex<Waker>,
}

impl LastWaker {
    fn task(&self) -> MutexGuard<'_, Waker> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for LastWaker {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, SeqCst);
        let task = self.task().clone();
        task.wake();
    }
}

/// The wakers of the futures that [`watched()`](watched()) runs.
static WATCHED: Mutex<Vec<Weak<LastWaker>>> = Mutex::new(Vec::new());

fn watched_now() -> MutexGuard<'static, Vec<Weak<LastWaker>>> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has these futures polled once more, though nothing has woken them, as any executor may.
fn poll_again() {
    let all: Vec<_> = watched_now().iter().filter_map(Weak::upgrade).collect();
    for waker in all {
        waker.again.store(true, SeqCst);
        let task = waker.task().clone();
        task.wake();
    }
}

/// The call of [`is_quick()`](is_quick()) has ended.
static QUICK_HAS_ENDED: AtomicBool = AtomicBool::new(false);

/// Ends the quicker of two calls, when both wait.
pub fn is_quick() {
    for _ in 0..10 {
        if !all_wait() {
            let_others_go_on_until(all_wait);
        }
    }
    QUICK_HAS_ENDED.store(true, SeqCst);
}

/// Waits until the quicker of two calls has ended and what follows is done, unless that one waits for this one.
pub fn is_slow() {
    for _ in 0..10 {
        let_others_go_on();
        if QUICK_HAS_ENDED.load(SeqCst) {
            break;
        }
    }
    let_others_go_on();
    let_others_go_on();
}

/// Refuses unless two calls at the same time return what each of them should.
///
/// # Errors
/// The refusal.
pub fn ensure_apart<R: PartialEq + Debug>(
    function: &str,
    got: [R; 2],
    expected: [R; 2],
) -> Verdict {
    let [first, second] = &expected;
    let [mine, theirs] = &got;
    let says = format!(
        "two tasks have called `{function}` at the same time; {first:?} and {second:?} were expected, and {mine:?} and \
         {theirs:?} came: the two calls share something"
    );
    ensure(got == expected, "outlives_the_call", says)
}

/// Returns the refusal of an answer that stands still when two tasks call it at the same time.
pub fn one_of_two_stands_still(function: &str) -> Refusal {
    let says = format!(
        "two tasks have called `{function}` at the same time, and one of the calls never returns: the two share something"
    );
    Refusal::new("outlives_the_call", says)
}

/// The same with this many tasks.
pub fn several_stand_still(calls: usize, function: &str) -> Refusal {
    let says = format!(
        "{calls} tasks have called `{function}` at the same time, and some calls never return: they share something"
    );
    Refusal::new("outlives_the_call", says)
}

/// Awaits all of these futures at the same time. Calls `all_wait` when each has been polled.
pub async fn all_at_once<R>(
    futures: impl IntoIterator<Item = impl Future<Output = R>>,
    all_wait: impl FnOnce(),
) -> Vec<R> {
    let calls = futures.into_iter().map(|future| (Box::pin(watched(future)), None));
    let mut calls: Vec<_> = calls.collect();
    let mut all_wait = Some(all_wait);
    poll_fn(|context| {
        for (future, output) in &mut calls {
            if output.is_none()
                && let Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *output = Some(ready);
            }
        }
        if let Some(all_wait) = all_wait.take() {
            all_wait();
        }
        let all_have_ended = calls.iter().all(|(_, output)| output.is_some());
        if all_have_ended { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    calls.into_iter().filter_map(|(_, output)| output).collect()
}

/// Returns the refusal of an answer of which one call waits until another has ended.
pub fn one_waits_for_the_other(function: &str) -> Refusal {
    let says = format!(
        "two tasks have called `{function}` at the same time, and one of the calls gets on only when the other has \
         ended: the two share something"
    );
    Refusal::new("outlives_the_call", says)
}

/// Lets other tasks go on for as long as a future is polled again and again.
pub async fn while_polled() {
    while_polled_by(yield_now).await;
}

/// As [`while_polled()`](while_polled()), where this lets them go on.
pub async fn while_polled_by(mut go_on: impl AsyncFnMut()) {
    loop {
        let before = POLLS.load(SeqCst);
        for _ in 0..20 {
            go_on().await;
        }
        if POLLS.load(SeqCst) == before {
            break;
        }
    }
}

/// How long a call may take. The clock of these tests is one that stands still.
pub const DAY: Duration = Duration::from_secs(86_400);

/// A day that passes on a clock that stands still, while a call is under way.
pub struct Day {
    has_worker: AtomicBool,
    begun: Notify,
    over: Monitor<bool>,
}

impl Day {
    /// Returns a day that has not begun.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        let has_worker = AtomicBool::new(false);
        Self { has_worker, begun: Notify::const_new(), over: Monitor::new(false) }
    }

    /// Runs a future while the day passes, on a clock that stands still but for that. The day begins with a call of
    /// [`Day::work_through`].
    pub fn beside<R>(&'static self, future: impl Future<Output = R>) -> R {
        on_paused_clock(async {
            tokio::spawn(self.passes());
            future.await
        })
    }

    async fn passes(&self) {
        self.begun.notified().await;
        // Its first seconds pass step by step: who looks now and then, but not for long, shows it.
        for _ in 0..2000 {
            tokio::time::advance(Duration::from_millis(5)).await;
            yield_now().await;
        }
        tokio::time::advance(DAY).await;
        while_polled().await; // Whoever has waited for a part of the day gets on.
        self.over.with(|over| *over = true);
    }

    /// Works until the day is over, on the current thread. No day passes for a timer of smol: see
    /// [`ensure_no_timer()`](ensure_no_timer()).
    #[track_caller]
    pub fn work_through(&self, function: &str) {
        if !self.has_worker.swap(true, SeqCst) {
            ensure_no_timer(function);
        }
        self.begun.notify_one();
        self.over.wait(Location::caller(), |over| match over {
            true => Ok(()),
            false => Err("works, and a day passes".into()),
        });
    }
}

/// Polls a future once, with a waker that does nothing.
pub fn poll_once<R>(future: Pin<&mut (impl Future<Output = R> + ?Sized)>) -> Poll<R> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a future at most `polls` times, calls `between` after each poll at which it was not ready, and
/// drops it. Returns its output if it was ready.
pub fn poll_and_drop<R>(
    future: impl Future<Output = R>,
    polls: usize,
    mut between: impl FnMut(),
) -> Option<R> {
    let mut future = pin!(future);
    for _ in 0..polls {
        match poll_once(future.as_mut()) {
            Poll::Ready(output) => return Some(output),
            Poll::Pending => between(),
        }
    }
    None
}
