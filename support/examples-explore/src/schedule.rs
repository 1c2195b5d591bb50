//! One schedule of a program: its threads are real, but only one of them runs at a time, and at each step
//! the schedule says which.
//!
//! A thread asks the schedule before each operation that other threads can see: locking, sending, reading
//! an atomic, joining. So the order of events is the schedule's choice alone, and the same seed makes the
//! same choices again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::choice::Choice;
use crate::event::{Event, Panic, Unsupported};
use crate::memory::Memory;

/// More steps than a schedule that ends needs.
const MOST_STEPS: usize = 20_000;
/// A thread that looks at the same and sees the same this often, without waiting in between, polls.
const MOST_LOOKS: usize = 50;

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

pub(crate) struct Schedule {
    /// Each has another number, and none has 0.
    number: u64,
    state: Mutex<State>,
    /// Notified when the schedule has ended.
    over: Condvar,
}

struct State {
    threads: Vec<Thread>,
    /// The one thread that may run.
    running: Option<usize>,
    /// Whether that one sleeps, and has not been woken.
    must_wake: bool,
    choice: Choice,
    /// `None` if each load returns the newest value, whatever its ordering.
    memory: Option<Memory>,
    steps: usize,
    switches: usize,
    events: Vec<Event>,
    /// The first panic.
    panic: Option<Panic>,
    end: Option<End>,
}

struct Thread {
    name: String,
    status: Status,
    /// Unparked when it is this thread's turn. `None` if it has not begun: then it does not sleep.
    sleeper: Option<std::thread::Thread>,
    /// What it has looked at since it last waited, and how often.
    looks: HashMap<Event, usize>,
}

enum Status {
    Ready,
    /// Until one of these has changed, or, with a time limit, until nothing else is left to do.
    Waits {
        on: Vec<usize>,
        what: Event,
        has_limit: bool,
    },
    Ended,
}

/// How a schedule ended.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// It met with something that a schedule before it had left behind, such as a lock that is still held.
    Spoiled,
    /// All threads have ended, or those that are left wait forever and nobody waits for them.
    Finished,
    /// The main thread waits, and nothing that could end that will ever happen. What each thread waits for.
    Deadlock(Vec<Event>),
    /// A thread asks again and again.
    Polls(Event),
    /// It did not end.
    Endless,
    /// A thread does what the engine can't follow.
    Unsupported(Unsupported),
}

/// What a schedule has seen.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub end: End,
    pub events: Vec<Event>,
    pub switches: usize,
    pub panic: Option<Panic>,
}

/// Runs `main` and the threads that it starts, in the order that `choice` makes. Threads that still wait
/// when the schedule has ended are left behind.
pub(crate) fn run(choice: Choice, main: impl FnOnce() + Send + 'static) -> Seen {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Relaxed);
    let schedule = Arc::new(Schedule {
        number,
        state: Mutex::new(State {
            threads: Vec::new(),
            running: Some(0),
            must_wake: false,
            memory: choice.has_weak_memory.then(|| Memory::new(number)),
            choice,
            steps: 0,
            switches: 0,
            events: Vec::new(),
            panic: None,
            end: None,
        }),
        over: Condvar::new(),
    });
    let me = schedule.add(Some("main"), None);
    let thread = std::thread::Builder::new().name("main".into());
    let thread = thread.spawn(move || me.run(main)).expect("the system has room for a thread");
    let mut state = schedule.lock();
    while state.end.is_none() {
        state = wait(&schedule.over, state);
    }
    let seen = Seen {
        end: state.end.clone().expect("it has ended"),
        events: std::mem::take(&mut state.events),
        switches: state.switches,
        panic: state.panic.clone(),
    };
    let main_ended = matches!(state.threads[0].status, Status::Ended);
    let all_ended = state.threads.iter().all(|thread| matches!(thread.status, Status::Ended));
    drop(state);
    if !all_ended {
        left_behind().push(number);
    }
    if main_ended {
        let _ = thread.join(); // Its panic was recorded.
    }
    seen
}

/// The schedules that have left threads behind.
fn left_behind() -> MutexGuard<'static, Vec<u64>> {
    static LEFT_BEHIND: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    LEFT_BEHIND.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a>(condvar: &Condvar, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
    condvar.wait(state).unwrap_or_else(PoisonError::into_inner)
}

impl Schedule {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(self: &Arc<Self>, name: Option<&str>, starter: Option<usize>) -> Me {
        let mut state = self.lock();
        let id = state.threads.len();
        let name = name.map_or_else(|| format!("thread {id}"), str::to_owned);
        state.threads.push(Thread {
            name,
            status: Status::Ready,
            sleeper: None,
            looks: HashMap::new(),
        });
        if let Some(memory) = &mut state.memory {
            memory.add(starter);
        }
        Me { schedule: Arc::clone(self), id }
    }
}

impl Me {
    /// Returns a place for a thread that this one is about to start.
    pub(crate) fn add(&self, name: Option<&str>) -> Me {
        self.schedule.add(name, Some(self.id))
    }

    /// Says that this schedule uses what was last used by the one with the number in `by`. If that one has left
    /// threads behind, which may still hold it, this schedule ends.
    pub(crate) fn uses(&self, by: &AtomicU64) {
        let before = by.swap(self.schedule.number, Relaxed);
        if before != self.schedule.number && left_behind().contains(&before) {
            let mut state = self.schedule.lock();
            state.end(End::Spoiled);
            drop(self.turn(state));
        }
    }

    pub(crate) fn name(&self) -> String {
        self.schedule.lock().threads[self.id].name.clone()
    }

    /// Runs a thread's job when its turn has come.
    pub(crate) fn run<R>(self, job: impl FnOnce() -> R) -> R {
        ME.set(Some(self.clone()));
        let mut state = self.schedule.lock();
        state.threads[self.id].sleeper = Some(std::thread::current());
        drop(self.turn(state));
        // Also when the job panics.
        let _leave = OnDrop(|| {
            let mut state = self.schedule.lock();
            state.threads[self.id].status = Status::Ended;
            state.go_on(None);
            self.schedule.over.notify_all();
            hand_over(state);
        });
        job()
    }

    /// Lets the schedule choose which thread runs next.
    pub(crate) fn step(&self) {
        let mut state = self.schedule.lock();
        state.go_on(Some(self.id));
        drop(self.turn(state));
    }

    /// Lets another thread run, if one can. Where threads go on as long as they can, the others are slow.
    pub(crate) fn step_aside(&self) {
        let mut state = self.schedule.lock();
        if state.choice.stays == 8 {
            state.steps += 1;
            return;
        }
        let others: Vec<_> = state.ready().filter(|id| *id != self.id).collect();
        if others.is_empty() {
            state.go_on(Some(self.id));
        } else {
            let next = state.choice.below(others.len());
            state.switch_to(others[next]);
        }
        drop(self.turn(state));
    }

    /// Waits until [`changed`](Me::changed) was called for one of these numbers. With a time limit it may also
    /// return when nothing else is left to do; it then returns true.
    pub(crate) fn wait(&self, on: &[usize], line: u32, what: String, has_limit: bool) -> bool {
        let on = on.to_vec();
        let mut state = self.schedule.lock();
        let what = Event { thread: state.threads[self.id].name.clone(), line, what };
        state.threads[self.id].status = Status::Waits { on, what, has_limit };
        state.threads[self.id].looks.clear();
        state.go_on(None);
        let mut state = self.turn(state);
        let limit_passed = matches!(state.threads[self.id].status, Status::Waits { .. });
        state.threads[self.id].status = Status::Ready;
        limit_passed
    }

    /// Wakes the threads that wait on this, to look again.
    pub(crate) fn changed(&self, this: usize) {
        let mut state = self.schedule.lock();
        if let Some(memory) = &mut state.memory {
            memory.meet(self.id, this);
        }
        for thread in &mut state.threads {
            if matches!(&thread.status, Status::Waits { on, .. } if on.contains(&this)) {
                thread.status = Status::Ready;
            }
        }
    }

    /// Does something with the memory of the schedule, for the thread with this number. Does nothing if each
    /// load returns the newest value.
    pub(crate) fn in_memory<R>(
        &self,
        job: impl FnOnce(&mut Memory, usize, &mut Choice) -> R,
    ) -> Option<R> {
        let mut state = self.schedule.lock();
        let State { memory, choice, .. } = &mut *state;
        memory.as_mut().map(|memory| job(memory, self.id, choice))
    }

    /// Writes down what the thread has done.
    pub(crate) fn note(&self, line: u32, what: String) {
        let mut state = self.schedule.lock();
        let thread = state.threads[self.id].name.clone();
        state.events.push(Event { thread, line, what });
    }

    /// Writes down what the thread has looked at. One that looks at the same again and again polls.
    pub(crate) fn note_look(&self, line: u32, what: String) {
        let mut state = self.schedule.lock();
        let event = Event { thread: state.threads[self.id].name.clone(), line, what };
        let times = state.threads[self.id].looks.entry(event.clone()).or_default();
        *times += 1;
        if *times > MOST_LOOKS {
            state.end(End::Polls(event.clone()));
            self.schedule.over.notify_all();
        }
        state.events.push(event);
    }

    /// Ends the schedule, since the thread does what the engine can't follow.
    pub(crate) fn cannot_follow(&self, this: Unsupported) -> ! {
        let mut state = self.schedule.lock();
        state.end(End::Unsupported(this));
        loop {
            state = self.turn(state); // It never comes.
        }
    }

    pub(crate) fn note_panic(&self, panic: Panic) {
        let mut state = self.schedule.lock();
        let thread = state.threads[self.id].name.clone();
        let words = panic.words.lines().next().unwrap_or_default();
        let what = format!("panics: {words}");
        state.events.push(Event { thread, line: panic.line, what });
        state.panic.get_or_insert(panic);
    }

    /// Returns true for one of `parts` calls, on average.
    pub(crate) fn one_in(&self, parts: usize) -> bool {
        self.schedule.lock().choice.one_in(parts)
    }

    pub(crate) fn wakes_spuriously(&self) -> bool {
        self.schedule.lock().choice.wakes_spuriously
    }

    /// Returns how many other threads of the schedule have not ended.
    pub(crate) fn others_left(&self) -> usize {
        let state = self.schedule.lock();
        let has_ended = |thread: &&Thread| matches!(thread.status, Status::Ended);
        let ended = state.threads.iter().filter(has_ended).count();
        state.threads.len() - ended - 1
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&self, end: usize) -> usize {
        self.schedule.lock().choice.below(end)
    }

    /// Waits until it is this thread's turn; forever if the schedule has ended.
    fn turn<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        if state.end.is_some() {
            self.schedule.over.notify_all();
        }
        while state.running != Some(self.id) {
            hand_over(state);
            std::thread::park();
            state = self.schedule.lock();
        }
        state.must_wake = false;
        state
    }
}

impl State {
    fn ready(&self) -> impl Iterator<Item = usize> {
        let ready =
            |(id, thread): (usize, &Thread)| matches!(thread.status, Status::Ready).then_some(id);
        self.threads.iter().enumerate().filter_map(ready)
    }

    /// Chooses who runs next. `current` is the thread that could go on.
    fn go_on(&mut self, current: Option<usize>) {
        if self.end.is_some() {
            return;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return self.end(End::Endless);
        }
        if let Some(current) = current
            && (self.choice.below(8) as u64) < self.choice.stays
        {
            return self.switch_to(current);
        }
        let mut ready: Vec<_> = self.ready().collect();
        if ready.is_empty() {
            // Time passes when there is nothing else to do.
            ready = self.with_limit().collect();
        }
        if ready.is_empty() {
            self.end_here();
        } else {
            let next = ready[self.choice.below(ready.len())];
            self.switch_to(next);
        }
    }

    fn with_limit(&self) -> impl Iterator<Item = usize> {
        let waits = |(id, thread): (usize, &Thread)| {
            matches!(thread.status, Status::Waits { has_limit: true, .. }).then_some(id)
        };
        self.threads.iter().enumerate().filter_map(waits)
    }

    fn switch_to(&mut self, next: usize) {
        if self.running != Some(next) {
            self.switches += 1;
            self.running = Some(next);
            self.must_wake = true;
        }
    }

    /// No thread can go on.
    fn end_here(&mut self) {
        let waits = self.threads.iter().filter_map(|thread| match &thread.status {
            Status::Waits { what, .. } => Some(what.clone()),
            _ => None,
        });
        let waits: Vec<_> = waits.collect();
        let main_ended = matches!(self.threads[0].status, Status::Ended);
        self.end(if main_ended { End::Finished } else { End::Deadlock(waits) });
    }

    fn end(&mut self, end: End) {
        self.end.get_or_insert(end);
        self.running = None;
    }
}

/// Wakes the thread that may now run, when the lock is free again: else it would wait for that at once.
fn hand_over(mut state: MutexGuard<State>) {
    let next = state.running.filter(|_| std::mem::take(&mut state.must_wake));
    let sleeper = next.and_then(|next| state.threads[next].sleeper.clone());
    drop(state);
    if let Some(sleeper) = sleeper {
        sleeper.unpark();
    }
}

struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
