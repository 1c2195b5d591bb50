//! Real threads that run the threads of one schedule after another. Within a schedule none is used twice, so that
//! each of its threads has an id of its own.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Clone)]
struct Worker {
    job: Arc<Mutex<Option<Job>>>,
    thread: Thread,
    /// The number of the last schedule that has used it.
    schedule: u64,
}

/// Those that have nothing to do, in the order in which they have ended.
static IDLE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

thread_local! {
    static MINE: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a job to a thread that this schedule has not used yet. It begins when it is woken.
pub(crate) fn start(schedule: u64, job: Job) -> Thread {
    let found = {
        let mut idle = lock(&IDLE);
        let found = idle.iter().rposition(|worker| worker.schedule != schedule);
        found.map(|at| idle.swap_remove(at))
    };
    let worker = Worker { schedule, ..found.unwrap_or_else(new_worker) };
    let thread = worker.thread.clone();
    let slot = Arc::clone(&worker.job);
    *lock(&slot) = Some(Box::new(move || {
        MINE.set(Some(worker));
        job();
    }));
    thread
}

fn new_worker() -> Worker {
    let job = Arc::new(Mutex::new(None::<Job>));
    let jobs = Arc::clone(&job);
    let work = move || {
        loop {
            let next = lock(&jobs).take();
            match next {
                Some(job) => _ = catch_unwind(AssertUnwindSafe(job)),
                None => thread::park(),
            }
        }
    };
    let started = thread::Builder::new().spawn(work).expect("the system has room for a thread");
    Worker { job, thread: started.thread().clone(), schedule: 0 }
}

/// The job of the current thread is about to end. From now on it can be given another.
pub(crate) fn give_back() {
    if let Some(worker) = MINE.take() {
        lock(&IDLE).push(worker);
    }
}
