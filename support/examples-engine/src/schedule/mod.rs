//! One schedule of a program: its threads are real, but only one of them runs at a time, and at each step
//! the schedule says which.
//!
//! A thread asks the schedule before each operation that other threads can see: locking, sending, reading
//! an atomic, joining. So the order of events is the schedule's choice alone, and the same choices make the same
//! order again.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::atomic::{
    AtomicBool, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::event::ThreadInfo;
use crate::memory::Memory;
use crate::state::{Rules, Seen, State, Status};
use crate::strategy::Chooser;
use crate::{local, pin, pool};

mod leave;
mod steps;

pub(crate) use leave::Abandoned;
use leave::left_behind;

type Place = &'static Location<'static>;

thread_local! {
    static ME: RefCell<Option<Me>> = const { RefCell::new(None) };
}

/// A place in a schedule: that of the thread that has it.
#[derive(Clone)]
pub(crate) struct Me {
    schedule: Arc<Schedule>,
    id: usize,
}

/// Returns the current thread's place in a schedule. Returns `None` for a thread that runs freely.
pub(crate) fn me() -> Option<Me> {
    // A thread that is about to end has none any more.
    ME.try_with(|me| me.borrow().clone()).ok().flatten()
}

struct Schedule {
    /// Each has another number, and none has 0.
    number: u64,
    records: bool,
    /// Whether somebody asks what is used in a turn.
    follows: bool,
    has_memory: bool,
    /// The CPU on which all of its threads run.
    cpu: Option<usize>,
    state: Mutex<State>,
    /// The one thread that may run, or `NOBODY`.
    running: AtomicUsize,
    /// Whether the threads that are left are to unwind.
    abandoned: AtomicBool,
    /// Whether an ordering weaker than `SeqCst` was used.
    is_weak: AtomicBool,
    /// The thread that explores. It is told when the schedule has ended, and when a thread has unwound.
    explorer: std::thread::Thread,
    told: AtomicBool,
}

const NOBODY: usize = usize::MAX;
/// Runs `main` and the threads that it starts, in the order that `chooser` makes. Threads that still wait when the
/// schedule has ended unwind; those that can't are left behind. The returned boolean says whether an ordering weaker
/// than `SeqCst` was used.
pub(crate) fn run(
    rules: &Rules,
    mut chooser: Chooser,
    has_memory: bool,
    cpu: Option<usize>,
    main: Box<dyn FnOnce() + Send>,
) -> (Seen, Chooser, bool) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Relaxed);
    let follows = chooser.touched().is_some();
    let schedule = Arc::new(Schedule {
        number,
        records: rules.records,
        follows,
        has_memory,
        cpu,
        state: Mutex::new(State::new(
            rules.clone(),
            chooser,
            has_memory.then(|| Memory::new(number)),
        )),
        running: AtomicUsize::new(0),
        abandoned: AtomicBool::new(false),
        is_weak: AtomicBool::new(false),
        explorer: std::thread::current(),
        told: AtomicBool::new(false),
    });
    let info = ThreadInfo {
        label: "main".into(),
        name: Some("main".into()),
        started_by: None,
        place: None,
        is_scoped: false,
        has_ended: false,
    };
    let id = schedule.lock().add(info);
    let me = Me { schedule: Arc::clone(&schedule), id };
    me.start(Box::new(main)).unpark();
    schedule.wait_until_told(None);
    schedule.lock().remember_left();
    schedule.abandon();
    let mut state = schedule.lock();
    if state.threads.iter().any(|thread| matches!(thread.status, Status::Left)) {
        left_behind().push(number);
    }
    let (seen, chooser) = state.take_seen();
    (seen, chooser, schedule.is_weak.load(Relaxed))
}

impl Schedule {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.told.store(true, Release);
        self.explorer.unpark();
    }

    /// Returns false when the time has passed, which is for threads that wait outside of the schedule.
    fn wait_until_told(&self, limit: Option<Duration>) -> bool {
        let mut times = 0;
        while !self.told.swap(false, Acquire) {
            match limit {
                None => std::thread::park(),
                Some(_) if times == 3 => return false,
                Some(limit) => {
                    times += 1;
                    std::thread::park_timeout(limit);
                }
            }
        }
        true
    }
}

impl Me {
    /// Returns a place for a thread that this one is about to start.
    pub(crate) fn add(&self, name: Option<&str>, place: Place, is_scoped: bool) -> Me {
        let info = ThreadInfo {
            label: String::new(),
            name: name.map(str::to_owned),
            started_by: Some(self.id),
            place: Some(place),
            is_scoped,
            has_ended: false,
        };
        let mut state = self.lock();
        let id = state.add(info);
        drop(self.turn(state)); // It may be one too many.
        Me { schedule: Arc::clone(&self.schedule), id }
    }

    /// Starts the thread of this place on one of the pool's. It begins when it is woken.
    pub(crate) fn start(self, job: Box<dyn FnOnce() + Send>) -> std::thread::Thread {
        let schedule = Arc::clone(&self.schedule);
        let id = self.id;
        let real = pool::start(schedule.number, Box::new(move || self.run(job)));
        schedule.lock().threads[id].real = Some(real.clone());
        real
    }

    /// Says which thread is to be woken when it is this one's turn.
    pub(crate) fn set_real(&self, real: std::thread::Thread) {
        self.lock().threads[self.id].real = Some(real);
    }

    /// Runs a thread when its turn has come, on the current real one.
    pub(crate) fn run(self, job: Box<dyn FnOnce() + Send + '_>) {
        pin::follow(self.schedule.cpu);
        ME.set(Some(self.clone()));
        let job = AssertUnwindSafe(|| {
            self.pause();
            if self.is_abandoned() {
                self.unwind();
            }
            job();
        });
        // Its panic was recorded. In the end its own values are dropped, which may do anything.
        _ = catch_unwind(job);
        _ = catch_unwind(local::end_thread);
        let mut state = self.lock();
        ME.set(None);
        pool::give_back();
        if self.is_abandoned() {
            state.threads[self.id].status = Status::Ended;
            drop(state);
            self.schedule.tell();
        } else {
            state.thread_ends(self.id);
            self.hand_over(state);
        }
    }

    /// The thread could not be started.
    pub(crate) fn never_starts(&self) {
        self.lock().threads[self.id].status = Status::Ended;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.schedule.lock()
    }

    pub(crate) fn id(&self) -> usize {
        self.id
    }

    /// Returns whether the schedule has ended, and the threads that are left unwind.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.schedule.abandoned.load(Relaxed)
    }

    /// Returns the number of the schedule.
    pub(crate) fn number(&self) -> u64 {
        self.schedule.number
    }

    /// Lets the thread go on whose turn it is.
    fn hand_over(&self, state: MutexGuard<State>) {
        if state.end.is_some() {
            self.schedule.running.store(NOBODY, Release);
            drop(state);
            return self.schedule.tell();
        }
        let next = state.running;
        let real = state.threads[next].real.clone();
        self.schedule.running.store(next, Release);
        drop(state);
        if let Some(real) = real {
            real.unpark();
        }
    }

    /// Waits until it is this thread's turn. If the schedule has ended, the thread unwinds.
    fn turn<'a>(&'a self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        if state.running == self.id && state.end.is_none() || self.is_abandoned() {
            return state;
        }
        self.hand_over(state);
        self.pause();
        if self.is_abandoned() {
            self.unwind();
        }
        self.lock()
    }

    /// Waits for its turn.
    fn pause(&self) {
        while self.schedule.running.load(Acquire) != self.id {
            std::thread::park();
        }
    }
}
