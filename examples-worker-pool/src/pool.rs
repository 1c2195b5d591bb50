//! A pool to take along: what the steps showed, in one type with guarantees.
//!
//! Article A, "Worker pools", the last step. It adds to `pool_shutdown`: jobs that submit jobs, places in
//! the order of asking, `map`, and workers that try again before they sleep. A copy of this file without
//! `main` is a module for your project; it needs std alone. Each guarantee has a test in `tests/it/pool.rs`.
//!
//! Run: `cargo run -p examples-worker-pool -- pool`
//! Paste: `cargo add anyhow`

use std::cell::Cell;
use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::io;
use std::iter::repeat_n;
use std::mem;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle, Thread};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs from a bounded queue. It has all methods of [`Submitter`].
///
/// Guarantees:
///
/// - Jobs start in the order of submission, and no lock is held while they run.
/// - Places in the queue are given in the order of asking: no submitter overtakes one that waits.
/// - A job that panics reports the panic to its ticket. Its worker goes on with the next job.
/// - Every ticket gets an answer: a value, a panic, or that the job was cancelled.
/// - After `close` or `cancel`, submitting is an error at once, also for submitters that wait.
/// - `join` and dropping wait for every job that was taken and not cancelled, and for every worker.
///   (If a job drops the pool, its own worker still runs what is left in the queue, and then ends.)
/// - A job may submit jobs to its own pool. It never waits for a place, which only a worker could make.
///
/// A job can wait forever if it waits for the ticket of another job of its pool, because all workers may do
/// so. And if it waits for a thread of its own that submits, because that thread does wait for a place.
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
    /// The pool took the job, and was cancelled before the job started.
    Cancelled,
    /// The job panicked with this message.
    Panicked(String),
}

struct Shared {
    state: Mutex<State>,
    /// For workers: there is a job, or the end.
    work: Condvar,
    places: usize,
    workers: usize,
}

#[derive(Default)]
struct State {
    /// A submitter that waits has its job in the queue already, behind the jobs that have a place. So
    /// nobody can overtake it, and a worker never waits for it to wake up.
    jobs: VecDeque<Job>,
    /// What the submitters that wait are waiting for. Their jobs are the last in the queue, in this order.
    line: VecDeque<Promise<()>>,
    closed: bool,
    /// How many workers sleep and are not being woken. To wake one costs microseconds.
    idle: usize,
}

/// How often a thread yields before it sleeps. Small jobs are often done sooner than a thread wakes up.
const YIELDS: usize = 10;

thread_local! {
    /// The address of the pool that this thread works for, or 0.
    static WORKS_FOR: Cell<usize> = const { Cell::new(0) };
}

impl Pool {
    /// Starts `workers` threads, with a queue of `places`.
    ///
    /// # Errors
    /// If either is zero, or if the system refuses a thread. Threads already started are then joined.
    pub fn new(workers: usize, places: usize) -> io::Result<Pool> {
        if workers == 0 || places == 0 {
            let sentence = "a pool needs at least one worker and one place";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, sentence));
        }
        let (state, work) = (Mutex::default(), Condvar::new());
        let submitter = Submitter(Arc::new(Shared { state, work, places, workers }));
        let mut pool = Pool { submitter, workers: Vec::new() };
        for number in 1..=workers {
            let shared = Arc::clone(&pool.0);
            let worker = thread::Builder::new().name(format!("worker {number}"));
            pool.workers.push(worker.spawn(move || shared.work())?); // `?` drops `pool`.
        }
        Ok(pool)
    }

    /// Closes the pool and waits for all jobs and workers, as dropping does.
    pub fn join(self) {}
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
        for worker in self.workers.drain(..) {
            // A worker whose job drops the pool can't wait for itself.
            if worker.thread().id() != thread::current().id() {
                let _ = worker.join(); // Jobs can't make a worker panic.
            }
        }
    }
}

impl Submitter {
    /// Puts a job into the queue and returns the ticket for its result. Waits for a place, unless a job
    /// of this pool calls it.
    ///
    /// # Errors
    /// `Closed`, or to a job of this pool `Full`. The job is dropped.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Ticket<T>, JobError> {
        self.0.push(job, !self.0.is_mine())
    }

    /// Puts a job into the queue if there is a place, and returns the ticket for its result.
    ///
    /// # Errors
    /// `Full` or `Closed`. The job is dropped.
    pub fn try_submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Ticket<T>, JobError> {
        self.0.push(job, false)
    }

    /// Returns what `f` makes of each item, in the order of the items. A panic of `f` is the error of its
    /// item alone. The items travel in batches, about 16 for each worker, so that `f` may be small. In a
    /// job of this pool it does all the work itself, because a worker must not wait for others.
    ///
    /// # Errors
    /// `Closed`. If the pool is closed in the middle, batches already taken run, and their results are lost.
    pub fn map<I, T, F>(&self, items: Vec<I>, f: F) -> Result<Vec<Result<T, JobError>>, JobError>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        if lock(&self.0.state).closed {
            return Err(JobError::Closed);
        }
        let run = move |batch: Vec<I>| -> Vec<_> {
            batch.into_iter().map(|item| caught(|| f(item))).collect()
        };
        if self.0.is_mine() {
            return Ok(run(items));
        }
        let run = Arc::new(run);
        let size = items.len().div_ceil(self.0.workers.saturating_mul(16)).max(1);
        let (mut items, mut tickets) = (items.into_iter(), Vec::new());
        while items.len() > 0 {
            let batch: Vec<I> = items.by_ref().take(size).collect();
            let (run, length) = (Arc::clone(&run), batch.len());
            tickets.push((self.submit(move || run(batch))?, length));
        }
        let answers = tickets.into_iter().flat_map(|(ticket, length)| {
            ticket.wait().unwrap_or_else(|error| repeat_n(error, length).map(Err).collect())
        });
        Ok(answers.collect())
    }

    /// Takes no more jobs. Those in the queue will run. Does not wait.
    pub fn close(&self) {
        self.0.end(self.0.places);
    }

    /// Takes no more jobs, drops those that have not started, and returns how many these were. Does not
    /// wait, and does not interrupt jobs that run.
    pub fn cancel(&self) -> usize {
        self.0.end(0)
    }

    /// Returns a submitter for a job to take along.
    pub fn submitter(&self) -> Submitter {
        self.clone()
    }
}

impl Shared {
    fn work(&self) {
        WORKS_FOR.set(std::ptr::from_ref(self) as usize);
        while let Some(job) = self.next() {
            contained(job); // A result that nobody waits for may panic when it is dropped.
        }
    }

    fn next(&self) -> Option<Job> {
        let mut yields = 0;
        let mut state = lock(&self.state);
        while state.jobs.is_empty() && !state.closed {
            if yields == YIELDS {
                state.idle += 1;
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                yields += 1;
                drop(state);
                thread::yield_now();
                state = lock(&self.state);
            }
        }
        let job = state.jobs.pop_front()?;
        let place = state.line.pop_front(); // All others have moved up by one.
        drop(state);
        if let Some(mut place) = place {
            place.keep(Ok(()));
        }
        Some(job)
    }

    fn push<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
        may_wait: bool,
    ) -> Result<Ticket<T>, JobError> {
        let (mut promise, ticket) = promise();
        let job = Box::new(move || promise.keep(caught(job)));
        let mut state = lock(&self.state);
        if state.closed {
            return Err(JobError::Closed);
        }
        let full = state.jobs.len() >= self.places;
        if full && !may_wait {
            return Err(JobError::Full);
        }
        let (place, my_turn) = full.then(self::promise).unzip();
        state.line.extend(place);
        state.jobs.push_back(job);
        let wake = state.idle > 0;
        state.idle -= usize::from(wake); // Here, not in the worker: the next `push` wakes another one.
        drop(state);
        if wake {
            self.work.notify_one();
        }
        match my_turn.map(Ticket::wait) {
            None | Some(Ok(())) => Ok(ticket),
            Some(Err(_)) => Err(JobError::Closed), // `end` has dropped the promise of a place.
        }
    }

    /// Closes the queue, drops all jobs but the first `keep`, and returns how many of them had a place.
    fn end(&self, keep: usize) -> usize {
        let mut state = lock(&self.state);
        state.closed = true;
        let line = mem::take(&mut state.line);
        let taken = state.jobs.len() - line.len();
        let keep = keep.min(taken);
        let dropped = state.jobs.split_off(keep);
        drop(state); // What a job owns may do anything when it is dropped, so not under the lock.
        self.work.notify_all();
        drop(line); // A broken promise is the answer that the pool is closed.
        dropped.into_iter().for_each(|job| contained(|| drop(job)));
        taken - keep
    }

    /// Whether this thread is one of the pool's workers.
    fn is_mine(&self) -> bool {
        WORKS_FOR.get() == std::ptr::from_ref(self) as usize
    }
}

/// The result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Arc<Mutex<Answer<T>>>);

/// The worker's end of a ticket. A job that is dropped unrun drops its promise, and that is an answer too.
struct Promise<T>(Option<Arc<Mutex<Answer<T>>>>);

enum Answer<T> {
    Pending,
    AwaitedBy(Thread),
    Here(Result<T, JobError>),
}

fn promise<T>() -> (Promise<T>, Ticket<T>) {
    let answer = Arc::new(Mutex::new(Answer::Pending));
    (Promise(Some(Arc::clone(&answer))), Ticket(answer))
}

impl<T> Ticket<T> {
    /// Waits for the job and returns its result.
    ///
    /// # Errors
    /// If the job panicked, or was cancelled.
    pub fn wait(self) -> Result<T, JobError> {
        let mut yields = 0;
        loop {
            let mut answer = lock(&self.0);
            if let Answer::Here(result) = mem::replace(&mut *answer, Answer::Pending) {
                return result;
            }
            if yields == YIELDS {
                *answer = Answer::AwaitedBy(thread::current());
                drop(answer);
                thread::park(); // It may return for no reason, so look again.
            } else {
                yields += 1;
                drop(answer);
                thread::yield_now();
            }
        }
    }
}

impl<T> Promise<T> {
    fn keep(&mut self, result: Result<T, JobError>) {
        let Some(answer) = self.0.take() else { return };
        let before = mem::replace(&mut *lock(&answer), Answer::Here(result));
        if let Answer::AwaitedBy(thread) = before {
            thread.unpark();
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.keep(Err(JobError::Cancelled)); // Does nothing if it was kept before.
    }
}

/// Returns the value of `job`, or the message of its panic. What a panic leaves half done is dropped with
/// the job. What the job shares with others is for its author to keep whole.
fn caught<T>(job: impl FnOnce() -> T) -> Result<T, JobError> {
    panic::catch_unwind(AssertUnwindSafe(job)).map_err(|payload| {
        // `panic!` throws a `&str` or a `String`, `panic_any` anything.
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = text.unwrap_or("a panic without a message").to_string();
        contained(|| drop(payload));
        JobError::Panicked(message)
    })
}

/// Lets no panic out where nobody could be told of it.
fn contained(f: impl FnOnce()) {
    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(f)) {
        mem::forget(payload); // Its drop may panic again.
    }
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

impl Error for JobError {}

pub fn main() -> anyhow::Result<()> {
    use std::sync::mpsc;

    let pool = Pool::new(1, 2)?;
    let price =
        |text: &'static str| move || text.parse::<u32>().unwrap_or_else(|_| panic!("not a price"));
    let (tea, bread) = (pool.submit(price("250"))?, pool.submit(price("free"))?);
    println!("tea: {:?}, bread: {:?}", tea.wait(), bread.wait());

    // The only worker runs this job, so nobody makes places: the third submit must not wait.
    let submitter = pool.submitter();
    let answers = pool.submit(move || [1, 2, 3].map(|_| submitter.submit(|| ()).err()))?;
    println!("a job submits three jobs to two places: {:?}", answers.wait()?);

    let squares = pool.map((1..=1000).collect(), |n: u64| n * n)?;
    let sum: u64 = squares.into_iter().sum::<Result<_, _>>()?;
    println!("a thousand squares add up to {sum}");

    // The first job holds the worker until `release` is dropped, so the second can't start.
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
