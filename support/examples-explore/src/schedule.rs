//! One schedule of a program: its threads are real, but only one of them runs at a time, and at each step
//! the schedule says which.
//!
//! A thread asks the schedule before each operation that other threads can see: locking, sending, reading
//! an atomic, joining. So the order of events is the schedule's choice alone, and the same choices make the same
//! order again.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{
    AtomicBool, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::choice::Choice;
use crate::event::{Note, Panic, ThreadInfo};
use crate::memory::Memory;
use crate::state::{End, Look, Rules, Seen, State, Status};
use crate::strategy::Chooser;
use crate::unsupported::Unsupported;
use crate::{pin, pool};

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
/// A thread that has gone on this often after it was to unwind is left as it is.
const MOST_UNWINDS: usize = 100;

/// What a thread unwinds with when its schedule has ended.
pub(crate) struct Abandoned;

/// Runs `main` and the threads that it starts, in the order that `chooser` makes. Threads that still wait when the
/// schedule has ended unwind; those that can't are left behind. The returned boolean says whether an ordering weaker
/// than `SeqCst` was used.
pub(crate) fn run(
    rules: &Rules,
    chooser: Chooser,
    has_memory: bool,
    cpu: Option<usize>,
    main: Box<dyn FnOnce() + Send>,
) -> (Seen, Chooser, bool) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Relaxed);
    let schedule = Arc::new(Schedule {
        number,
        records: rules.records,
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
    schedule.abandon();
    let mut state = schedule.lock();
    if state.threads.iter().any(|thread| matches!(thread.status, Status::Left)) {
        left_behind().push(number);
    }
    let (seen, chooser) = state.take_seen();
    (seen, chooser, schedule.is_weak.load(Relaxed))
}

/// The schedules that have left threads behind.
fn left_behind() -> MutexGuard<'static, Vec<u64>> {
    static LEFT_BEHIND: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    LEFT_BEHIND.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Lets the threads that are left unwind, the last one first.
    fn abandon(&self) {
        self.abandoned.store(true, Release);
        loop {
            let mut state = self.lock();
            let is_left = |status: &Status| !matches!(status, Status::Ended | Status::Left);
            let Some(id) = state.threads.iter().rposition(|thread| is_left(&thread.status)) else {
                break;
            };
            let Some(real) = state.threads[id].real.clone() else {
                state.threads[id].status = Status::Ended; // It was never started.
                continue;
            };
            drop(state);
            self.running.store(id, Release);
            real.unpark();
            if !self.wait_until_told(Some(Duration::from_millis(100))) {
                self.lock().threads[id].status = Status::Left;
            }
        }
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
    pub(crate) fn run(self, job: impl FnOnce()) {
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
        _ = catch_unwind(crate::local::end_thread);
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

    /// Marks what has this mark as used by this schedule, and returns its number in it. If the schedule that has used
    /// it before has left threads behind, which may still hold it, this schedule ends.
    pub(crate) fn marks(&self, schedule: &AtomicU64, number: &AtomicU64) -> u64 {
        let before = schedule.swap(self.schedule.number, Relaxed);
        if before == self.schedule.number {
            return number.load(Relaxed);
        }
        let mut state = self.lock();
        let new = state.new_object();
        number.store(new, Relaxed);
        if before != 0 && left_behind().contains(&before) {
            state.end(End::Spoiled);
            drop(self.turn(state));
        }
        new
    }

    pub(crate) fn id(&self) -> usize {
        self.id
    }

    /// Returns what a thread of the schedule is called.
    pub(crate) fn label(&self, id: usize) -> String {
        self.lock().threads[id].info.label.clone()
    }

    /// Returns whether it is written down what happens.
    pub(crate) fn records(&self) -> bool {
        self.schedule.records
    }

    /// Returns whether the schedule has ended, and the threads that are left unwind.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.schedule.abandoned.load(Relaxed)
    }

    /// Lets the schedule choose which thread runs next.
    pub(crate) fn step(&self) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.go_on(self.id, true);
        drop(self.turn(state));
    }

    /// Lets another thread run, if one can.
    pub(crate) fn step_aside(&self) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.step_aside(self.id);
        drop(self.turn(state));
    }

    /// Sleeps. Others run as long as they can, or not.
    pub(crate) fn sleep(&self, place: Place, time: Duration) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.sleep(self.id, place, time);
        drop(self.turn(state));
    }

    /// Waits until one of these objects has changed, or until the time limit has passed; then it returns true. If
    /// `is_told`, another thread ends the wait, so it is no polling.
    pub(crate) fn wait(
        &self,
        on: Vec<u64>,
        place: Place,
        note: Note,
        limit: Option<Duration>,
        is_told: bool,
    ) -> bool {
        if self.is_abandoned() {
            self.unwind();
            self.stay();
        }
        let mut state = self.lock();
        let what = Box::new(state.event(self.id, Some(place), note));
        let until = limit.map(|limit| state.clock().saturating_add(limit));
        state.threads[self.id].status = Status::Waits { on, what, until };
        state.go_on(self.id, false);
        let mut state = self.turn(state);
        if self.is_abandoned() {
            drop(state);
            self.stay();
        }
        state.has_waited(self.id, place, is_told)
    }

    /// Counts that a time limit has passed here.
    pub(crate) fn count_time_out(&self, place: Place) {
        let mut state = self.lock();
        state.count_time_out(self.id, place);
        drop(self.turn(state));
    }

    /// Wakes the threads that wait on this, to look again.
    pub(crate) fn changed(&self, object: u64) {
        self.lock().changed(self.id, object);
    }

    /// Says that the thread has looked at this, which orders it after those that have changed it.
    pub(crate) fn meets(&self, object: u64) {
        if self.has_memory() {
            self.lock().meets(self.id, object);
        }
    }

    /// Returns the number of the schedule.
    pub(crate) fn number(&self) -> u64 {
        self.schedule.number
    }

    /// Says that something has changed for which no thread waits.
    pub(crate) fn has_changed(&self) {
        self.lock().has_changed();
    }

    /// Does something with the memory of the schedule, for the thread with this number. Does nothing if each
    /// load returns the newest value.
    pub(crate) fn in_memory<R>(
        &self,
        job: impl FnOnce(&mut Memory, usize, &mut dyn FnMut(usize) -> usize) -> R,
    ) -> Option<R> {
        let mut state = self.lock();
        let mut memory = state.memory.take()?;
        let result = job(&mut memory, self.id, &mut |options| state.choose(Choice::Old, options));
        state.memory = Some(memory);
        Some(result)
    }

    /// Returns whether a load may return an old value.
    pub(crate) fn has_memory(&self) -> bool {
        self.schedule.has_memory
    }

    /// Says that an ordering weaker than `SeqCst` is used.
    pub(crate) fn uses_weak_ordering(&self) {
        self.schedule.is_weak.store(true, Relaxed);
    }

    /// Writes down what the thread has done.
    pub(crate) fn note(&self, place: Option<Place>, note: Note) {
        if self.records() {
            self.lock().note(self.id, place, note);
        }
    }

    /// Writes down what the thread has looked at, and what `seen` stands for. One that looks at the same again and
    /// again polls.
    pub(crate) fn note_look(&self, place: Place, seen: u64, note: &mut dyn FnMut() -> Note) {
        if self.is_abandoned() {
            return;
        }
        if self.records() {
            self.note(Some(place), note());
        }
        let mut state = self.lock();
        match state.look(self.id, place, seen) {
            Look::Fine => return,
            Look::Spins => state.go_on(self.id, false),
            Look::Polls => {
                drop(state);
                let note = note(); // It may need the state.
                state = self.lock();
                let event = state.event(self.id, Some(place), note);
                state.end(End::Polls(event));
            }
        }
        drop(self.turn(state));
    }

    /// Prints, where it can be found later.
    pub(crate) fn print(&self, text: &str) {
        self.step();
        self.lock().output.push_str(text);
    }

    /// Ends the schedule, since the thread does what the engine can't follow.
    pub(crate) fn cannot_follow(&self, this: Unsupported) -> ! {
        let mut state = self.lock();
        state.end(End::Unsupported(this));
        drop(self.turn(state));
        self.stay(); // It unwinds already.
    }

    pub(crate) fn note_panic(&self, panic: Panic) {
        self.lock().note_panic(self.id, panic);
    }

    /// Returns whether something happens that rarely does.
    pub(crate) fn rarely(&self) -> bool {
        !self.is_abandoned() && self.lock().choose(Choice::Rare, 2) == 1
    }

    /// Returns whether the thread wakes, or an operation fails, without a reason.
    pub(crate) fn happens_without_reason(&self) -> bool {
        if self.is_abandoned() {
            return false;
        }
        let mut state = self.lock();
        state.rules.spurious && state.choose(Choice::Rare, 2) == 1
    }

    /// Returns whether a short time limit passes at once.
    pub(crate) fn time_out_at_once(&self, place: Place) -> bool {
        let passes = self.rarely();
        if passes {
            self.lock().depends_on_time(self.id, Some(place), "its time limit passes at once");
        }
        passes
    }

    /// Returns one of several that are alike.
    pub(crate) fn which(&self, options: usize) -> usize {
        if self.is_abandoned() { 0 } else { self.lock().choose(Choice::Which, options) }
    }

    /// Returns the time since the schedule has begun, and lets some pass.
    pub(crate) fn clock(&self) -> Duration {
        let mut state = self.lock();
        state.pass(Duration::from_micros(1));
        state.clock()
    }

    /// Returns how many other threads of the schedule have not ended.
    pub(crate) fn others_left(&self) -> usize {
        let state = self.lock();
        let has_ended = |thread: &&crate::state::Thread| matches!(thread.status, Status::Ended);
        state.threads.len() - state.threads.iter().filter(has_ended).count() - 1
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

    /// The schedule has ended. Returns if the thread unwinds already.
    fn unwind(&self) {
        if std::thread::panicking() {
            return;
        }
        let mut state = self.lock();
        let unwinds = &mut state.threads[self.id].unwinds;
        *unwinds += 1;
        let too_many = *unwinds > MOST_UNWINDS;
        drop(state);
        if too_many {
            self.stay();
        }
        resume_unwind(Box::new(Abandoned));
    }

    /// The schedule has ended, and this thread can't unwind.
    fn stay(&self) -> ! {
        self.lock().threads[self.id].status = Status::Left;
        self.schedule.tell();
        loop {
            std::thread::park();
        }
    }
}
