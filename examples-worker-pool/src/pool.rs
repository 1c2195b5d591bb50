//! A pool, the last step: what the others showed, in one type that a project could take.
//!
//! It joins the steps before it: shutdown, panics, results, a bound, batches. A copy of this file without
//! `main` and `show`, its last two functions, is a module to be used; `Pool` lists what it guarantees, and
//! each guarantee is a test in `tests/pool.rs`.
//!
//! Run: `cargo run -p examples-worker-pool -- pool`
//! Paste: nothing to add, std alone

use std::any::Any;
use std::cell::Cell;
use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::io;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs from a queue with a bound.
///
/// Guarantees:
///
/// - No workers, or a queue without places, are refused.
/// - Jobs start in the order in which they were submitted, and no lock is held while they run.
/// - [`join`](Pool::join) and dropping wait for every job that was submitted and not cancelled.
/// - Both join every worker: none outlives the pool. (But for one: if a job itself drops the pool, its
///   own worker is not waited for. It goes on after that job, runs what is left in the queue, and ends.)
/// - A job that panics gives its ticket the error; its worker goes on with the next.
/// - Every ticket gets an answer: a value, a panic, or that the job was cancelled.
/// - After [`close`](Pool::close) or [`cancel`](Pool::cancel), submitting is an error at once, also
///   for those that wait for a place.
/// - A job may submit jobs to its own pool, through a [`Submitter`]. On its worker's thread it never
///   waits for a place, which only a worker could make: it gets [`Refused::Full`].
///
/// What it does not do: a job that waits for the ticket of another job of the same pool may wait for
/// ever, since all workers may do so. Jobs that wait for each other need as many workers as there are.
/// And a thread that a job starts is not one of the workers: it waits for a place as anybody does, and if
/// the job waits for the thread, perhaps for ever.
pub struct Pool {
    submitter: Submitter,
    workers: Vec<JoinHandle<()>>,
}

/// Submits jobs to a pool. It can be cloned and taken into jobs, and does not keep the pool open.
#[derive(Clone)]
pub struct Submitter(Arc<Shared>);

/// Why a job was not taken. It will not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The queue has no place now.
    Full,
    /// The pool was closed, cancelled or dropped.
    Closed,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// The job panicked, and this is what it said.
    Panicked(String),
    /// The job was taken, and cancelled before it started.
    Cancelled,
}

struct Shared {
    state: Mutex<State>,
    /// For workers: there is a job, or the end.
    work: Condvar,
    /// For submitters: there is a place, or the end.
    room: Condvar,
    places: usize,
    workers: usize,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
    /// How many workers wait for `work`, and submitters for `room`. To notify a condition variable is a
    /// call to the system even when nobody waits, so we ask first.
    idle: usize,
    waiting: usize,
}

/// How often a thread gives way to others before it goes to sleep. To be woken up costs microseconds,
/// and with small jobs the next one, or the next place, is there sooner.
const PATIENCE: usize = 10;

thread_local! {
    /// The address of the pool that this thread works for, or 0.
    static WORKS_FOR: Cell<usize> = const { Cell::new(0) };
}

impl Pool {
    /// Starts `workers` threads, with a queue of `places`.
    ///
    /// # Errors
    /// If either is zero, or if the system refuses a thread; those already started are then joined.
    pub fn new(workers: usize, places: usize) -> io::Result<Pool> {
        let wrong = |sentence| Err(io::Error::new(io::ErrorKind::InvalidInput, sentence));
        if workers == 0 {
            return wrong("a pool needs at least one worker");
        }
        if places == 0 {
            return wrong("the queue of a pool needs at least one place");
        }
        let (state, work, room) = (Mutex::default(), Condvar::new(), Condvar::new());
        let submitter = Submitter(Arc::new(Shared { state, work, room, places, workers }));
        let mut pool = Pool { submitter, workers: Vec::new() };
        for number in 1..=workers {
            let shared = Arc::clone(&pool.submitter.0);
            let worker = thread::Builder::new().name(format!("worker {number}"));
            pool.workers.push(worker.spawn(move || shared.work())?); // On `?`, `pool` is dropped.
        }
        Ok(pool)
    }

    /// What jobs take along to submit jobs.
    pub fn submitter(&self) -> Submitter {
        self.submitter.clone()
    }

    /// As [`Submitter::submit`].
    ///
    /// # Errors
    /// As there.
    pub fn submit<T, F>(&self, job: F) -> Result<Ticket<T>, Refused>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.submitter.submit(job)
    }

    /// As [`Submitter::try_submit`].
    ///
    /// # Errors
    /// As there.
    pub fn try_submit<T, F>(&self, job: F) -> Result<Ticket<T>, Refused>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.submitter.try_submit(job)
    }

    /// As [`Submitter::map`].
    ///
    /// # Errors
    /// As there.
    pub fn map<I, T, F>(&self, items: Vec<I>, f: F) -> Result<Vec<Result<T, JobError>>, Refused>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        self.submitter.map(items, f)
    }

    /// Takes no more jobs. Those in the queue will be run. Does not wait.
    pub fn close(&self) {
        self.submitter.0.end(false);
    }

    /// Takes no more jobs, and drops those that have not started; gives how many these were. Does not
    /// wait, and does not interrupt jobs that run. If what a job owns panics when it is dropped, the
    /// panic hook is told, and the caller is spared.
    pub fn cancel(&self) -> usize {
        let jobs = self.submitter.0.end(true);
        let number = jobs.len();
        jobs.into_iter().for_each(|job| contained(|| drop(job)));
        number
    }

    /// Closes the pool and waits for all jobs and workers, as dropping it does; says so in the code.
    pub fn join(self) {}
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
        for worker in self.workers.drain(..) {
            // Jobs cannot make a worker panic. A thread that joins itself would wait for ever.
            if worker.thread().id() != thread::current().id() {
                let _ = worker.join();
            }
        }
    }
}

impl Submitter {
    /// Puts a job into the queue; waits for a place, unless it is a job of this pool that asks.
    ///
    /// # Errors
    /// `Closed`, or to a job of this pool `Full`. The job is dropped.
    pub fn submit<T, F>(&self, job: F) -> Result<Ticket<T>, Refused>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (job, ticket) = ticketed(job);
        self.0.push(job, !self.0.is_mine()).map(|()| ticket)
    }

    /// Puts a job into the queue if there is a place.
    ///
    /// # Errors
    /// `Full` or `Closed`. The job is dropped.
    pub fn try_submit<T, F>(&self, job: F) -> Result<Ticket<T>, Refused>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (job, ticket) = ticketed(job);
        self.0.push(job, false).map(|()| ticket)
    }

    /// What `f` makes of each item, in the order of the items; waits for all. A panic of `f` is the error
    /// of its item alone. The items travel in batches, about 16 for each worker, so that `f` may be small.
    /// To a job of this pool, whose worker must not wait, it does all items itself.
    ///
    /// # Errors
    /// `Closed`, also to a job, and if there are no items. If that comes in the middle, batches already
    /// taken run, unheard.
    pub fn map<I, T, F>(&self, items: Vec<I>, f: F) -> Result<Vec<Result<T, JobError>>, Refused>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        if lock(&self.0.state).closed {
            return Err(Refused::Closed);
        }
        if self.0.is_mine() {
            return Ok(items.into_iter().map(|item| caught(|| f(item))).collect());
        }
        let f = Arc::new(f);
        let size = items.len().div_ceil(self.0.workers.saturating_mul(16)).max(1);
        let mut results = Vec::with_capacity(items.len());
        let (mut items, mut tickets) = (items.into_iter(), Vec::new());
        while items.len() > 0 {
            let batch: Vec<I> = items.by_ref().take(size).collect();
            let (f, length) = (Arc::clone(&f), batch.len());
            let run = move || batch.into_iter().map(|item| caught(|| f(item))).collect::<Vec<_>>();
            tickets.push((self.submit(run)?, length));
        }
        for (ticket, length) in tickets {
            match ticket.wait() {
                Ok(batch) => results.extend(batch),
                Err(error) => results.extend((0..length).map(|_| Err(error.clone()))),
            }
        }
        Ok(results)
    }
}

impl Shared {
    fn work(&self) {
        WORKS_FOR.set(std::ptr::from_ref(self) as usize);
        while let Some(job) = self.next() {
            // A job catches its own panic. This is for a result that nobody waits for, and that
            // panics when it is dropped.
            contained(job);
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = lock(&self.state);
        let mut patience = PATIENCE;
        loop {
            if let Some(job) = state.jobs.pop_front() {
                let wake = state.waiting > 0;
                drop(state);
                if wake {
                    self.room.notify_one();
                }
                return Some(job);
            }
            if state.closed {
                return None;
            }
            if patience > 0 {
                patience -= 1;
                drop(state);
                thread::yield_now();
                state = lock(&self.state);
                continue;
            }
            state.idle += 1;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    fn push(&self, job: Job, may_wait: bool) -> Result<(), Refused> {
        let mut state = lock(&self.state);
        let mut patience = PATIENCE;
        while !state.closed && state.jobs.len() >= self.places {
            if !may_wait {
                return Err(Refused::Full);
            }
            if patience > 0 {
                patience -= 1;
                drop(state);
                thread::yield_now();
                state = lock(&self.state);
                continue;
            }
            state.waiting += 1;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        if state.closed {
            return Err(Refused::Closed);
        }
        state.jobs.push_back(job);
        let wake = state.idle > 0;
        drop(state);
        if wake {
            self.work.notify_one();
        }
        Ok(())
    }

    /// Closes the queue, and takes the jobs out of it if they are to be cancelled. They are given to the
    /// caller, to be dropped without the lock: what a job owns may do anything then.
    fn end(&self, cancel: bool) -> VecDeque<Job> {
        let mut state = lock(&self.state);
        state.closed = true;
        let jobs = if cancel { mem::take(&mut state.jobs) } else { VecDeque::new() };
        drop(state);
        self.work.notify_all();
        self.room.notify_all();
        jobs
    }

    /// Whether this thread is one of the pool's workers.
    fn is_mine(&self) -> bool {
        WORKS_FOR.get() == std::ptr::from_ref(self) as usize
    }
}

/// The result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Arc<Slot<T>>);

struct Slot<T> {
    answer: Mutex<Answer<T>>,
    ready: Condvar,
}

enum Answer<T> {
    None,
    Awaited,
    Here(Result<T, JobError>),
}

impl<T> Ticket<T> {
    /// Waits for the job.
    ///
    /// # Errors
    /// If the job panicked, or was cancelled.
    pub fn wait(self) -> Result<T, JobError> {
        let mut answer = lock(&self.0.answer);
        loop {
            match mem::replace(&mut *answer, Answer::Awaited) {
                Answer::Here(result) => return result,
                Answer::None | Answer::Awaited => {}
            }
            answer = self.0.ready.wait(answer).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The worker's end of a ticket. A job that is dropped unrun drops it, and that is an answer too.
struct Promise<T>(Option<Arc<Slot<T>>>);

impl<T> Promise<T> {
    fn keep(&mut self, result: Result<T, JobError>) {
        let Some(slot) = self.0.take() else { return };
        let before = mem::replace(&mut *lock(&slot.answer), Answer::Here(result));
        if matches!(before, Answer::Awaited) {
            slot.ready.notify_one();
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.keep(Err(JobError::Cancelled)); // Does nothing if it was kept before.
    }
}

/// Boxes a job so that its result goes to the ticket.
fn ticketed<T, F>(job: F) -> (Job, Ticket<T>)
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let slot = Arc::new(Slot { answer: Mutex::new(Answer::None), ready: Condvar::new() });
    let mut promise = Promise(Some(Arc::clone(&slot)));
    (Box::new(move || promise.keep(caught(job))), Ticket(slot))
}

/// What `job` gives, or what its panic said. The values that a panic leaves half done are dropped with
/// the job, so it is sound to go on; what it shares with others is its author's affair.
fn caught<T>(job: impl FnOnce() -> T) -> Result<T, JobError> {
    panic::catch_unwind(AssertUnwindSafe(job))
        .map_err(|payload| JobError::Panicked(message(payload)))
}

/// Lets no panic out, where nobody is there to be told of it.
fn contained(f: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(f)) {
        mem::forget(payload); // It might panic once more when dropped.
    }
}

fn message(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<&'static str>() {
        Ok(text) => text.to_string(),
        Err(payload) => match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => {
                mem::forget(payload); // Whatever it is, it may panic once more when dropped.
                "a panic without words".to_string()
            }
        },
    }
}

/// Nothing under these locks panics, and if it did, no value would be left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::Full => "the pool's queue is full",
            Refused::Closed => "the pool is closed",
        })
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Panicked(message) => write!(f, "the job panicked: {message}"),
            JobError::Cancelled => f.write_str("the job was cancelled"),
        }
    }
}

impl Error for Refused {}
impl Error for JobError {}

pub fn main() -> std::process::ExitCode {
    use std::process::ExitCode;

    match show() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn show() -> Result<(), Box<dyn Error>> {
    use std::sync::mpsc;

    if let Err(error) = Pool::new(0, 10) {
        println!("no workers: {error}");
    }

    let pool = Pool::new(1, 2)?;
    let words = pool.submit(|| "to be or not to be".split(' ').count())?;
    let price = pool.submit(|| "free".parse::<u32>().unwrap_or_else(|_| panic!("not a price")))?;
    println!("words: {}", words.wait()?);
    match price.wait() {
        Ok(cents) => println!("price: {cents}"),
        Err(error) => println!("price: {error}"),
    }

    // The only worker is in this job: nobody else makes places, so the third submit must not wait.
    let submitter = pool.submitter();
    let answers = pool.submit(move || [1, 2, 3].map(|_| submitter.submit(|| ()).err()))?;
    println!("a job submits three jobs to two places: {:?}", answers.wait()?);

    let squares = pool.map((1..=1000).collect(), |n: u64| n * n)?;
    let sum: u64 = squares.into_iter().sum::<Result<_, _>>()?;
    println!("a thousand squares add up to {sum}");

    // Held by a job until `release` is dropped, the worker cannot start the next one.
    let (release, held) = mpsc::channel::<()>();
    let (started, has_started) = mpsc::channel();
    let first = pool.submit(move || (started.send(()).is_ok(), held.recv().is_ok()))?;
    has_started.recv()?;
    let second = pool.submit(|| "never")?;
    println!("cancelled: {}", pool.cancel());
    drop(release);
    println!("the first: {}, the second: {:?}", first.wait().is_ok(), second.wait());
    println!("one more: {:?}", pool.try_submit(|| ()).err());
    pool.join();
    println!("every worker has ended");
    Ok(())
}
