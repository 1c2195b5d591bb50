//! A pool to take along: what the steps showed, in one type with guarantees.
//!
//! Article A, "Worker pools", the last step. New after `pool_shutdown`: places in the order of asking, jobs
//! that submit jobs, and `map`. A copy of this file without `main` is a module that needs std alone.
//!
//! Run: `cargo run -p examples-worker-pool -- pool`
//! Paste: `cargo add anyhow`

use std::collections::VecDeque;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle, Thread, ThreadId};
use std::{fmt, io, mem};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs from a bounded queue. It has all methods of [`Submitter`].
///
/// - Jobs are taken in the order of submission, and no lock is held while they run.
/// - Places in the queue are given in the order of asking. Nobody overtakes a submitter that waits.
/// - Every ticket gets an answer once its job has ended or was dropped: a value, a panic, or `Cancelled`.
/// - `close` and `cancel` refuse new jobs, and those of submitters that wait for a place.
/// - Dropping the pool closes it, and waits for every job in the queue and every worker. If a job drops
///   its own pool, its worker is not waited for, and ends when the queue is empty.
/// - A job that submits to its own pool never waits for a place. It is told `Full`.
///
/// A job can wait forever: for another job of its pool, which may still be in the queue; for a thread that
/// waits for a place; and for a pool that it drops, if a job of that pool drops this one.
pub struct Pool {
    submitter: Submitter,
    workers: Vec<JoinHandle<()>>,
}

/// Submits jobs to a pool. Jobs can take a clone along; it does not keep the pool open.
#[derive(Clone)]
pub struct Submitter(Arc<Shared>);

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// The queue had no place, so the pool did not take the job.
    Full,
    /// The pool was closed, cancelled or dropped before it took the job.
    Closed,
    /// The pool was cancelled while the job was in its queue.
    Cancelled,
    /// The job panicked with this message.
    Panicked(String),
}

struct Shared {
    state: Mutex<State>,
    /// For workers: there is a job, or the end.
    work: Condvar,
    places: usize,
}

#[derive(Default)]
struct State {
    /// First the jobs that have a place, then those of submitters that wait for one.
    jobs: VecDeque<Job>,
    /// For each submitter that waits, the promise of a place, in the order of their jobs.
    waiting: VecDeque<Promise<()>>,
    closed: bool,
    workers: Vec<ThreadId>,
}

impl Pool {
    /// Starts `workers` threads, with a queue of `places`. An error if either is zero, or if the system
    /// refuses a thread; threads already started are then joined.
    pub fn new(workers: usize, places: usize) -> io::Result<Pool> {
        if workers == 0 || places == 0 {
            return Err(io::Error::other("a pool needs at least one worker and one place"));
        }
        let shared = Shared { state: Mutex::default(), work: Condvar::new(), places };
        let mut pool = Pool { submitter: Submitter(Arc::new(shared)), workers: Vec::new() };
        for number in 1..=workers {
            let (submitter, thread) = (pool.submitter(), thread::Builder::new());
            let thread = thread.name(format!("worker {number}")).spawn(move || {
                while let Some(job) = submitter.next() {
                    drop(caught(job)); // A result that nobody waits for may panic when it is dropped.
                }
            })?;
            lock(&pool.submitter.0.state).workers.push(thread.thread().id());
            pool.workers.push(thread);
        } // If `?` returns early, it drops `pool`.
        Ok(pool)
    }
}

impl Deref for Pool {
    type Target = Submitter;

    fn deref(&self) -> &Submitter {
        &self.submitter
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
        let me = thread::current().id(); // A worker, if its job drops the pool.
        for worker in self.workers.drain(..).filter(|worker| worker.thread().id() != me) {
            let _ = worker.join(); // Jobs can't make a worker panic.
        }
    }
}

impl Submitter {
    /// Puts a job into the queue and returns the ticket for its result. Waits for a place, unless a job
    /// of this pool calls it: that is told `Full`. A job that is refused is dropped.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Ticket<T>, JobError> {
        self.push(job, true)
    }

    /// As `submit`, but never waits.
    pub fn try_submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Ticket<T>, JobError> {
        self.push(job, false)
    }

    /// Returns what `f` makes of each item, in their order. A panic is the error of its item alone. The
    /// items go in about 16 batches to each worker, so `f` may be small. If the pool ends meanwhile, all
    /// results may be lost. In a job of this pool, `map` does the work itself: workers can't wait for others.
    pub fn map<I, T, F>(&self, items: Vec<I>, f: F) -> Result<Vec<Result<T, JobError>>, JobError>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let job = |batch: Vec<I>| {
            let f = Arc::clone(&f);
            move || batch.into_iter().map(|item| caught(|| f(item))).collect::<Vec<_>>()
        };
        let workers = lock(&self.0.state).workers.clone();
        if workers.contains(&thread::current().id()) {
            return Ok(job(items)());
        }
        let size = items.len().div_ceil(16 * workers.len()).max(1);
        let (mut items, mut tickets) = (items.into_iter(), Vec::new());
        while items.len() > 0 {
            tickets.push(self.submit(job(items.by_ref().take(size).collect()))?);
        }
        let batches: Result<Vec<_>, _> = tickets.into_iter().map(Ticket::wait).collect();
        Ok(batches?.into_iter().flatten().collect())
    }

    /// Takes no more jobs. Those in the queue will run. Does not wait.
    pub fn close(&self) {
        self.end(self.0.places); // Keeps every job that has a place.
    }

    /// Takes no more jobs, and drops those in the queue. Returns their number. Jobs that run go on.
    pub fn cancel(&self) -> usize {
        self.end(0)
    }

    /// Returns a submitter for a job to take along.
    pub fn submitter(&self) -> Submitter {
        self.clone()
    }

    fn push<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
        may_wait: bool,
    ) -> Result<Ticket<T>, JobError> {
        let (answer, ticket) = promise();
        let job = Box::new(move || answer.keep(caught(job)));
        let mut state = lock(&self.0.state);
        if state.closed {
            return Err(JobError::Closed);
        }
        let full = state.jobs.len() >= self.0.places;
        if full && (!may_wait || state.workers.contains(&thread::current().id())) {
            return Err(JobError::Full);
        }
        let (place, my_turn) = full.then(promise).unzip();
        state.waiting.extend(place);
        state.jobs.push_back(job); // Even without a place: so nobody overtakes it.
        drop(state);
        self.0.work.notify_one();
        match my_turn.map(Ticket::wait) {
            Some(Err(_)) => Err(JobError::Closed), // `end` has dropped the promise of a place.
            _ => Ok(ticket),
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = lock(&self.0.state);
        while state.jobs.is_empty() && !state.closed {
            state = self.0.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let job = state.jobs.pop_front()?;
        let place = state.waiting.pop_front(); // A place is free: the first waiting submitter gets it.
        drop(state);
        if let Some(place) = place {
            place.keep(Ok(()));
        }
        Some(job)
    }

    /// Closes the queue, drops all jobs but the first `keep`, and returns how many of them had a place.
    fn end(&self, keep: usize) -> usize {
        let mut state = lock(&self.0.state);
        state.closed = true;
        let waiting = mem::take(&mut state.waiting);
        let taken = state.jobs.len() - waiting.len();
        let keep = keep.min(taken);
        let dropped = state.jobs.split_off(keep);
        drop(state); // What a job owns may do anything when it is dropped, so not under the lock.
        self.0.work.notify_all();
        drop(waiting);
        dropped.into_iter().for_each(|job| drop(caught(|| drop(job))));
        taken - keep
    }
}

/// The result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Arc<Mutex<Answer<T>>>);

/// The worker's end of a ticket. If it is dropped before it is kept, the answer is `Cancelled`.
struct Promise<T>(Arc<Mutex<Answer<T>>>);

type Answer<T> = (Option<Result<T, JobError>>, Option<Thread>);

fn promise<T>() -> (Promise<T>, Ticket<T>) {
    let answer = Arc::new(Mutex::new((None, None)));
    (Promise(Arc::clone(&answer)), Ticket(answer))
}

impl<T> Ticket<T> {
    /// Waits for the job, and returns its result.
    pub fn wait(self) -> Result<T, JobError> {
        loop {
            let mut answer = lock(&self.0);
            if let Some(result) = answer.0.take() {
                return result;
            }
            answer.1 = Some(thread::current());
            drop(answer);
            thread::park(); // It may return without a reason, so look again.
        }
    }
}

impl<T> Promise<T> {
    fn keep(self, result: Result<T, JobError>) {
        lock(&self.0).0 = Some(result);
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        let mut answer = lock(&self.0);
        answer.0.get_or_insert(Err(JobError::Cancelled));
        answer.1.take().iter().for_each(Thread::unpark);
    }
}

/// Returns the value of `job`, or the message of its panic. What the job shares with others may be half
/// changed: that is for its author to prevent.
fn caught<T>(job: impl FnOnce() -> T) -> Result<T, JobError> {
    panic::catch_unwind(AssertUnwindSafe(job)).map_err(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let error = JobError::Panicked(text.unwrap_or("a panic without a message").to_string());
        mem::forget(payload); // Dropping it may panic again.
        error
    })
}

/// Nothing panics under these locks, so they are never poisoned.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Full => f.write_str("the pool's queue is full"),
            JobError::Closed => f.write_str("the pool is closed"),
            JobError::Cancelled => f.write_str("the job was cancelled"),
            JobError::Panicked(message) => write!(f, "the job panicked: {message}"),
        }
    }
}

impl std::error::Error for JobError {}

pub fn main() -> anyhow::Result<()> {
    let pool = Pool::new(1, 2)?;
    let price = |text: &'static str| move || text.parse::<u32>().expect("a price");
    let (tea, bread) = (pool.submit(price("250"))?, pool.submit(price("free"))?);
    println!("tea: {:?}, bread: {:?}", tea.wait(), bread.wait());

    let squares = pool.map((1..=1000).collect(), |n: u64| n * n)?;
    println!("a thousand squares: {}", squares.into_iter().sum::<Result<u64, _>>()?);

    // The only worker runs this job, so what it submits stays in the queue, which has two places.
    let submitter = pool.submitter();
    let job = pool.submit(move || {
        let inner = [1, 2, 3].map(|n| submitter.submit(move || n));
        (inner, submitter.cancel())
    })?;
    let (inner, cancelled) = job.wait()?;
    println!("three more: {:?}", inner.map(|ticket| ticket.and_then(Ticket::wait)));
    println!("cancelled: {cancelled}; too late: {:?}", pool.submit(|| ()).err());
    Ok(())
}
