//! A job that runs as long as somebody keeps its task.

use std::panic::Location;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{self, ThreadId};

use smol::LocalExecutor;
use smol::future::{poll_fn, yield_now};

use examples_engine::Monitor;
use examples_engine::free::hold_new_threads;

use crate::tasks::{
    TOO_MANY_POLLS, all_at_once, all_wait, blocks_the_executor, ensure_apart,
    one_of_two_stands_still, several_stand_still, waits_for_no_timer, watched, without_runtime,
};
use crate::{
    Inputs, Refusal, Verdict, counts_to_try, ensure, if_it_stands_still, run, values_to_try,
};

/// Where to read more.
pub const PAGE: &str = "smol/dropped_task";

/// How many jobs run at the same time.
const MANY: usize = 100;

/// What a job returns.
pub type Sent = Result<u64, String>;
/// A job.
pub type Job = Pin<Box<dyn Future<Output = Sent> + Send>>;

/// The jobs that can end, one whenever every task waits, the last one first.
static ENDS_WHEN_ALL_WAIT: Mutex<Vec<Watched>> = Mutex::new(Vec::new());

fn ends_when_all_wait() -> MutexGuard<'static, Vec<Watched>> {
    ENDS_WHEN_ALL_WAIT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Grades `Upload`, by its functions `start` and `finish`.
pub fn grade<U>(
    start: impl Fn(&'static LocalExecutor<'static>, Job) -> U,
    finish: impl AsyncFn(U) -> Sent,
) -> Verdict {
    // An `Upload` may borrow it.
    let executor: &'static LocalExecutor<'static> = Box::leak(Box::new(LocalExecutor::new()));
    let start = |job: &Watched| start(executor, job.future());
    let all = async {
        runs_and_finishes(&start, &finish).await?;
        two_finish(&start, &finish).await?;
        for uploads in counts_to_try(5, 300).into_iter().chain([MANY]) {
            many_finish(&start, &finish, uploads).await?;
        }
        ends_when_dropped(&start).await
    };
    without_runtime(executor.run(all), || {
        if ends_when_all_wait().is_empty() || !waits_for_no_timer("finish") {
            return;
        }
        let job = ends_when_all_wait().pop();
        job.inspect(Watched::may_end);
    })
}

async fn runs_and_finishes<U>(
    start: impl Fn(&Watched) -> U,
    finish: impl AsyncFn(U) -> Sent,
) -> Verdict {
    let mut inputs = Inputs::new(0);
    let first = Watched::new(Ok(inputs.between(70_000, 99_999)));
    let second = Watched::new(Err(format!("disk {} is full", inputs.between(0, 99))));
    let first_upload = begin(&first, &start).await?;
    let second_upload = begin(&second, &start).await?;

    // The second job ends before anybody asks, the first one while `finish` waits.
    second.may_end();
    second.if_it_stands_still(|job| job.refuse("never_ends", NOT_POLLED));
    second.until(|seen| seen.ended || seen.dropped).await;
    ends_when_all_wait().push(first.clone());
    first.judge(finish(first_upload)).await?;
    second.judge(finish(second_upload)).await
}

/// Two tasks wait for two jobs at the same time.
async fn two_finish<U>(start: impl Fn(&Watched) -> U, finish: impl AsyncFn(U) -> Sent) -> Verdict {
    let jobs = [1, 2].map(|number| Watched::new(Ok(number)));
    let uploads = [begin(&jobs[0], &start).await?, begin(&jobs[1], &start).await?];
    if_it_stands_still(|| match all_wait() {
        true => one_of_two_stands_still("finish"),
        false => blocks_the_executor(),
    });
    ends_when_all_wait().extend(jobs);
    let [first, second] = uploads.map(|upload| watched(finish(upload)));
    let got = smol::future::zip(first, second).await;
    ensure_apart("finish", got.into(), [Ok(1), Ok(2)])
}

/// This many tasks wait for as many jobs at the same time.
async fn many_finish<U>(
    start: impl Fn(&Watched) -> U,
    finish: impl AsyncFn(U) -> Sent,
    count: usize,
) -> Verdict {
    let values = values_to_try().into_iter().map(Ok);
    let errors = [" No room\n for it. \n", ""].map(|error| Err(error.into()));
    let numbers = (1..).map(Ok);
    let outputs: Vec<Sent> = errors.into_iter().chain(values).chain(numbers).take(count).collect();
    let jobs: Vec<_> = outputs.iter().cloned().map(Watched::new).collect();
    let mut uploads = Vec::new();
    for job in &jobs {
        uploads.push(begin(job, &start).await?);
    }
    if_it_stands_still(move || several_stand_still(count, "finish"));
    let all_may_end = || jobs.iter().for_each(Watched::may_end);
    let got = all_at_once(uploads.into_iter().map(|upload| finish(upload)), all_may_end).await;
    got.iter().zip(&outputs).try_for_each(|(got, output)| {
        let says = format!(
            "{count} tasks have called `finish` at the same time; a job returned {output:?}, and its `finish` {got:?}"
        );
        ensure(got == output || !outputs.contains(got), "outlives_the_call", says)?;
        let says = format!("the job returned {output:?}, and `finish` returned {got:?}");
        ensure(got == output, "wrong_result", says)
    })
}

/// Where the thread of smol's own executor is held.
static HELD: Monitor<Held> = Monitor::new(Held { here: false, may_go: false });

struct Held {
    here: bool,
    may_go: bool,
}

/// Drops the `Upload`. Then the executor runs, and no other thread: neither that of smol's own executor, nor a new one.
async fn ends_when_dropped<U>(start: impl Fn(&Watched) -> U) -> Verdict {
    let jobs = [0, 1, 2].map(|number| Watched::new(Ok(number)));
    let [first, second, third] = &jobs;
    let mut uploads = vec![begin(first, &start).await?, begin(second, &start).await?];
    let ended = Watched::new(Ok(3));
    uploads.push(begin(&ended, &start).await?);
    ended.may_end();
    ended.if_it_stands_still(|job| job.refuse("never_ends", NOT_POLLED));
    ended.until(|seen| seen.ended || seen.dropped).await;
    let here = Location::caller();
    let held = smol::spawn(async {
        HELD.with(|held| held.here = true);
        HELD.wait(here, |held| held.may_go.then_some(()).ok_or_else(|| "is held".into()));
    });
    HELD.wait(here, |held| held.here.then_some(()).ok_or_else(|| "waits for it".into()));
    hold_new_threads(true);
    uploads.push(start(third)); // This job has not begun.
    first.change(|seen| seen.is_busy = true);
    jobs.iter().for_each(|job| job.0.with(|seen| seen.is_unwanted = true));
    first.if_it_stands_still(|job| blocks(job, "the drop of the `Upload`"));
    drop(uploads);
    jobs.iter().for_each(|job| job.step("the `Upload` is dropped"));
    for _ in 0..3 {
        yield_now().await; // The executor runs until it has nothing to do.
    }
    jobs.iter().for_each(|job| job.step("the executor has run"));
    let dropped = jobs.each_ref().map(|job| job.0.with(|seen| seen.dropped));
    hold_new_threads(false);
    HELD.with(|held| held.may_go = true);
    held.await;
    let says = "the `Upload` was dropped, the executor has run since, and its job goes on";
    first.ensure(dropped[0], "goes_on", says)?;
    let says = "two of them were dropped, the executor has run since, and the job of one goes on";
    second.ensure(dropped[1], "goes_on", says)?;
    let says = "an `Upload` was dropped before its job had begun, the executor has run since, and the job goes on";
    third.ensure(dropped[2], "goes_on", says)?;
    let says = "the `Upload` was dropped, and its job has been polled more than once since";
    jobs.iter()
        .try_for_each(|job| job.ensure(job.0.with(|seen| seen.late_polls < 2), "goes_on", says))
}

/// Starts a job, and waits until it has begun.
async fn begin<U>(job: &Watched, start: impl Fn(&Watched) -> U) -> Result<U, Refusal> {
    job.if_it_stands_still(|job| blocks(job, "`start`"));
    let upload = start(job);
    job.step("`start` returns");
    let begun = job.0.with(|seen| seen.begun);
    let says =
        "`start` polls the job itself: it should return at once, and the executor runs the job";
    job.ensure(!begun, "runs_in_start", says)?;
    let says = "the job has not begun: it should run although nobody has called `finish` yet";
    job.if_it_stands_still(move |job| job.refuse("never_begins", says));
    job.until(|seen| seen.begun || seen.dropped).await;
    job.is_kept().map(|()| upload)
}

const NOT_POLLED: &str = "the job could end, and nobody polls it again";

fn finish_stands_still(job: &Watched) -> Refusal {
    if !all_wait() {
        return blocks(job, "`finish`");
    }
    let says = match job.0.with(|seen| seen.ended) {
        true => "the job has ended, and `finish` still waits for its result",
        false => NOT_POLLED,
    };
    job.refuse("never_ends", says)
}

fn blocks(job: &Watched, what: &str) -> Refusal {
    let says = format!("{what} waits for a task, and blocks the thread that should run this task");
    job.refuse("blocks_the_executor", says)
}

/// A job, and what is seen of it.
#[derive(Clone)]
struct Watched(Arc<Monitor<Seen>>);

struct Seen {
    output: Sent,
    /// The one on which the executor runs.
    thread: ThreadId,
    begun: bool,
    may_end: bool,
    ended: bool,
    dropped: bool,
    /// Whether the job has more to do each time, so that it wakes itself.
    is_busy: bool,
    /// Its `Upload` is dropped, and how often the job was polled since.
    is_unwanted: bool,
    late_polls: usize,
    /// The job's, and that of the grader, which waits for one of the above.
    wakers: [Option<Waker>; 2],
    steps: Vec<&'static str>,
}

/// The future of the job.
struct Running(Watched);

impl Watched {
    fn new(output: Sent) -> Self {
        let seen = Seen {
            output,
            thread: thread::current().id(),
            begun: false,
            may_end: false,
            ended: false,
            dropped: false,
            is_busy: false,
            is_unwanted: false,
            late_polls: 0,
            wakers: [None, None],
            steps: Vec::new(),
        };
        Self(Arc::new(Monitor::new(seen)))
    }

    fn future(&self) -> Job {
        Box::pin(Running(self.clone()))
    }

    /// Changes what is seen, and wakes those who may wait for it.
    fn change<R>(&self, change: impl FnOnce(&mut Seen) -> R) -> R {
        let (result, wakers) = self.0.with(|seen| (change(seen), std::mem::take(&mut seen.wakers)));
        // Not under the lock: what a waker wakes or drops may look at the job.
        wakers.into_iter().flatten().for_each(Waker::wake);
        result
    }

    fn step(&self, step: &'static str) {
        self.0.with(|seen| seen.steps.push(step));
    }

    fn may_end(&self) {
        self.change(|seen| {
            seen.may_end = true;
            seen.steps.push("the job can end now");
        });
    }

    /// Waits without blocking.
    async fn until(&self, is_so: impl Fn(&Seen) -> bool) {
        poll_fn(|context| {
            let new = Some(context.waker().clone());
            let (is_so, _old) = self.0.with(|seen| match is_so(seen) {
                true => (true, None),
                false => (false, std::mem::replace(&mut seen.wakers[1], new)),
            });
            if is_so { Poll::Ready(()) } else { Poll::Pending }
        })
        .await
    }

    fn if_it_stands_still(&self, says: impl Fn(&Self) -> Refusal + Send + 'static) {
        let job = self.clone();
        if_it_stands_still(move || says(&job));
    }

    fn refuse(&self, id: &str, says: impl Into<String>) -> Refusal {
        Refusal::new(id, says)
            .evidence(self.0.with(|seen| seen.steps.iter().map(|step| step.to_string()).collect()))
    }

    fn ensure(&self, holds: bool, id: &str, says: impl Into<String>) -> Verdict {
        if holds { Ok(()) } else { Err(self.refuse(id, says)) }
    }

    /// Refuses if the job was dropped before its end.
    fn is_kept(&self) -> Verdict {
        let (begun, ended, dropped) = self.0.with(|seen| (seen.begun, seen.ended, seen.dropped));
        let before = if begun { "its end" } else { "it could begin" };
        let says =
            format!("the job was dropped before {before}: its task was dropped or cancelled");
        self.ensure(ended || !dropped, "task_dropped", says)
    }

    /// Awaits `finish`, and judges what it returns.
    async fn judge(&self, finish: impl Future<Output = Sent>) -> Verdict {
        self.if_it_stands_still(finish_stands_still);
        let mut finish = pin!(watched(finish));
        let mut polls = 0;
        let got = poll_fn(|context| {
            polls += 1;
            if polls == TOO_MANY_POLLS {
                let says = "`finish` asks again and again whether the job has ended, instead of waiting for it";
                run::refuse(self.refuse("busy_waiting", says));
            }
            finish.as_mut().poll(context)
        })
        .await;
        self.step("`finish` returns");
        self.is_kept()?;
        let (ended, output) = self.0.with(|seen| (seen.ended, seen.output.clone()));
        self.ensure(ended, "left_behind", "`finish` returned before the job had ended")?;
        let id = if output.is_err() && got.is_ok() { "error_lost" } else { "wrong_result" };
        let says = format!("the job returned {output:?}, and `finish` returned {got:?}");
        self.ensure(got == output, id, says)
    }
}

impl Future for Running {
    type Output = Sent;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<Sent> {
        let job = &self.0;
        if thread::current().id() != job.0.look(|seen| seen.thread) {
            let says = "the job runs on another thread; `start` should start it on the executor that it was given";
            run::refuse(job.refuse("another_thread", says));
        }
        if !job.0.with(|seen| seen.begun) {
            job.change(|seen| {
                seen.begun = true;
                seen.steps.push("the job begins");
            });
        }
        let is_busy = job.0.with(|seen| {
            seen.late_polls += usize::from(seen.is_unwanted);
            seen.is_busy
        });
        if is_busy {
            context.waker().wake_by_ref();
        }
        let new = Some(context.waker().clone());
        let (may_end, _old) = job.0.with(|seen| match seen.may_end {
            true => (true, None),
            false => (false, std::mem::replace(&mut seen.wakers[0], new)),
        });
        if !may_end {
            return Poll::Pending;
        }
        Poll::Ready(job.change(|seen| {
            seen.ended = true;
            seen.steps.push("the job ends");
            seen.output.clone()
        }))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.change(|seen| {
            if !seen.ended {
                seen.steps.push("the job is dropped");
            }
            seen.dropped = true;
        });
    }
}
