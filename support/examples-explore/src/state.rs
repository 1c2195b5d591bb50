//! The state of a schedule: its threads, and who runs next.

use std::collections::HashMap;
use std::panic::Location;
use std::time::Duration;

use crate::choice::{Choice, Order, Point};
use crate::event::{Event, Note, Panic, ThreadInfo};
use crate::host;
use crate::memory::Memory;
use crate::strategy::{Again, Chooser};
use crate::unsupported::Unsupported;

type Place = &'static Location<'static>;

/// A thread that looks at the same and sees the same this often, without waiting in between, polls.
const MOST_LOOKS: u32 = 50;
/// Where polling is allowed, a thread that has looked this often lets others run until something changes.
const SPINS: u32 = 3;
/// A thread whose time limit has passed this often in the same place polls.
const MOST_TIME_OUTS: u32 = 8;
/// The time limit of one that waits until nothing else happens.
pub(crate) const WHEN_ALL_IS_DONE: Duration = Duration::MAX;

/// What holds for all schedules of a search.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub most_threads: usize,
    pub most_steps: usize,
    pub spurious: bool,
    pub may_poll: bool,
    pub ends_with_main: bool,
    /// Whether it is written down what happens.
    pub records: bool,
}

pub(crate) struct State {
    pub rules: Rules,
    pub threads: Vec<Thread>,
    /// The one thread that may run.
    pub running: usize,
    chooser: Chooser,
    /// What was chosen, where there was a choice.
    order: Vec<u16>,
    /// Those that may run next.
    options: Vec<usize>,
    /// `None` if each load returns the newest value, whatever its ordering.
    pub memory: Option<Memory>,
    steps: usize,
    switches: usize,
    /// How many objects the schedule uses.
    objects: u64,
    /// How often something has changed.
    version: u64,
    clock: Duration,
    events: Vec<Event>,
    pub output: String,
    /// The first panic.
    panic: Option<Panic>,
    /// What has happened since time has passed, or because it has: then the order depends on time.
    time: Option<Event>,
    pub end: Option<End>,
}

pub(crate) struct Thread {
    pub info: ThreadInfo,
    pub status: Status,
    /// The real one, to be woken when it is this thread's turn.
    pub real: Option<std::thread::Thread>,
    /// How often it was to unwind, after the schedule has ended.
    pub unwinds: usize,
    /// Until when it sleeps, and where.
    sleeps: Option<(Duration, Place)>,
    /// The version at which it has looked often enough.
    spins: Option<u64>,
    /// What it has looked at since it last waited, and how often.
    looks: HashMap<(usize, u64), u32>,
    /// Where its time limit has passed since it was last woken there, and how often.
    time_outs: HashMap<usize, u32>,
}

pub(crate) enum Status {
    Ready,
    /// Until one of these has changed, or until the time limit.
    Waits {
        on: Vec<u64>,
        what: Box<Event>,
        until: Option<Duration>,
    },
    /// Its time limit has passed.
    TimedOut,
    Ended,
    /// It can't unwind, and is left where it is.
    Left,
}

/// What follows from a look.
pub(crate) enum Look {
    Fine,
    /// Others should run until something changes.
    Spins,
    /// The thread asks again and again, which is not allowed.
    Polls,
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
pub(crate) struct Seen {
    pub end: End,
    pub events: Vec<Event>,
    pub threads: Vec<ThreadInfo>,
    /// What the threads that have not ended wait for.
    pub left: Vec<Event>,
    pub order: Vec<u16>,
    pub output: String,
    pub switches: usize,
    pub steps: usize,
    pub panic: Option<Panic>,
    pub time: Option<Event>,
}

impl State {
    pub fn new(rules: Rules, chooser: Chooser, memory: Option<Memory>) -> Self {
        Self {
            rules,
            threads: Vec::new(),
            running: 0,
            chooser,
            order: Vec::new(),
            options: Vec::new(),
            memory,
            steps: 0,
            switches: 0,
            objects: 0,
            version: 0,
            clock: Duration::ZERO,
            events: Vec::new(),
            output: String::new(),
            panic: None,
            time: None,
            end: None,
        }
    }

    /// Adds a thread, and returns its number.
    pub fn add(&mut self, mut info: ThreadInfo) -> usize {
        let id = self.threads.len();
        if info.label.is_empty() {
            // Threads may share a name, and are still told apart.
            let same = self.threads.iter().filter(|other| other.info.name == info.name).count();
            info.label = match &info.name {
                Some(name) if same > 0 => format!("{name} #{}", same + 1),
                Some(name) => name.clone(),
                None => format!("thread {id}"),
            };
        }
        if let Some(memory) = &mut self.memory {
            memory.add(info.started_by);
        }
        let has_ended = |thread: &&Thread| matches!(thread.status, Status::Ended);
        let alive = id - self.threads.iter().filter(has_ended).count();
        if alive >= self.rules.most_threads {
            let line = info.place.map_or(0, host::line);
            self.end(End::Unsupported(Unsupported::Threads { most: alive, line }));
        }
        self.threads.push(Thread {
            info,
            status: Status::Ready,
            real: None,
            unwinds: 0,
            sleeps: None,
            spins: None,
            looks: HashMap::new(),
            time_outs: HashMap::new(),
        });
        id
    }

    /// Takes out what was seen, and who has chosen.
    pub fn take_seen(&mut self) -> (Seen, Chooser) {
        let left = self.waits();
        let nobody = Chooser::Again(Again::new(Order::default()));
        let mut chooser = std::mem::replace(&mut self.chooser, nobody);
        chooser.end(self.steps);
        let info = |thread: &Thread| ThreadInfo {
            has_ended: matches!(thread.status, Status::Ended),
            ..thread.info.clone()
        };
        let seen = Seen {
            end: self.end.clone().unwrap_or(End::Finished),
            events: std::mem::take(&mut self.events),
            threads: self.threads.iter().map(info).collect(),
            left,
            order: std::mem::take(&mut self.order),
            output: std::mem::take(&mut self.output),
            switches: self.switches,
            steps: self.steps,
            panic: self.panic.take(),
            time: self.time.take(),
        };
        (seen, chooser)
    }

    /// Returns the number of one more object.
    pub fn new_object(&mut self) -> u64 {
        self.objects += 1;
        self.objects
    }

    pub fn clock(&self) -> Duration {
        self.clock
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        self.clock = self.clock.saturating_add(time);
    }

    /// Chooses one of the options. With one option there is no choice.
    pub fn choose(&mut self, choice: Choice, options: usize) -> usize {
        if options < 2 {
            return 0;
        }
        let threads =
            if choice == Choice::Preempt || choice == Choice::Next || choice == Choice::Aside {
                &self.options[..]
            } else {
                &[]
            };
        let point = Point { choice, options, threads, step: self.steps };
        let option = self.chooser.choose(point);
        self.order.push(option as u16); // There are far fewer options.
        option
    }

    /// Chooses who runs next. The thread `last` has run so far; `can_go_on` says whether it could run on.
    pub fn go_on(&mut self, last: usize, can_go_on: bool) {
        if self.counts_step() {
            return;
        }
        self.options.clear();
        if can_go_on {
            self.options.push(last);
        }
        self.add_ready(last, |thread| thread.sleeps.is_none());
        if self.options.is_empty() {
            return self.let_time_pass(last);
        }
        let active = self.options.len();
        self.add_ready(last, |thread| thread.sleeps.is_some());
        let threads = &self.threads;
        self.options[active..].sort_by_key(|id| threads[*id].sleeps.map(|(until, _)| until));
        let choice = if can_go_on { Choice::Preempt } else { Choice::Next };
        let next = self.choose(choice, self.options.len());
        if next >= active {
            let id = self.options[next];
            let (_, place) = self.threads[id].sleeps.expect("it sleeps");
            self.depends_on_time(id, Some(place), "wakes while others can still run");
        }
        self.switch_to(self.options[next]);
    }

    /// Lets another thread run, if one can. The current one keeps its turn if none can, or by choice.
    pub fn step_aside(&mut self, current: usize) {
        if self.counts_step() {
            return;
        }
        self.options.clear();
        self.add_ready(current, |thread| thread.sleeps.is_none());
        self.options.push(current);
        let next = self.choose(Choice::Aside, self.options.len());
        self.switch_to(self.options[next]);
    }

    /// The thread sleeps.
    pub fn sleep(&mut self, current: usize, place: Place, time: Duration) {
        // Only one that waits until all is done has no end.
        let until = self.clock.saturating_add(time).min(WHEN_ALL_IS_DONE - Duration::from_nanos(1));
        self.threads[current].sleeps = Some((until, place));
        self.go_on(current, false);
    }

    /// Adds the threads that can run, those after `last` first, and `last` itself at the end.
    fn add_ready(&mut self, last: usize, is_meant: impl Fn(&Thread) -> bool) {
        let all = self.threads.len();
        let version = self.version;
        for id in (last + 1..all).chain(0..=last) {
            let thread = &self.threads[id];
            let is_ready = matches!(thread.status, Status::Ready) && thread.spins != Some(version);
            if is_ready && is_meant(thread) && self.options.first() != Some(&id) {
                self.options.push(id);
            }
        }
    }

    /// Only time can help: no thread can run but those that sleep, and those that wait with a time limit.
    fn let_time_pass(&mut self, last: usize) {
        let until = |thread: &Thread| match thread.status {
            Status::Waits { until, .. } => until,
            Status::Ready => thread.sleeps.map(|(until, _)| until),
            _ => None,
        };
        let all = 0..self.threads.len();
        self.options.extend(
            all.filter(|id| {
                until(&self.threads[*id]).is_some_and(|until| until != WHEN_ALL_IS_DONE)
            }),
        );
        let threads = &self.threads;
        self.options.sort_by_key(|id| until(&threads[*id]));
        // One that looks again and again may have a reason to stop.
        let spins =
            |thread: &Thread| thread.spins.is_some() && matches!(thread.status, Status::Ready);
        let all = self.threads.len();
        let looking = (last + 1..all).chain(0..=last).filter(|id| spins(&self.threads[*id]));
        let looking: Vec<_> = looking.filter(|id| self.threads[*id].sleeps.is_none()).collect();
        let timed = self.options.len();
        self.options.extend(looking);
        if self.options.is_empty() {
            let is_last = |id: &usize| until(&self.threads[*id]) == Some(WHEN_ALL_IS_DONE);
            self.options.extend((0..all).find(is_last));
        }
        if self.options.is_empty() {
            return self.end_here();
        }
        let next = self.choose(Choice::Time, self.options.len());
        let id = self.options[next];
        if let Some(until) = until(&self.threads[id]).filter(|until| *until != WHEN_ALL_IS_DONE)
            && next < timed
        {
            self.clock = self.clock.max(until);
            if let Status::Waits { what, .. } = &self.threads[id].status {
                self.depends_on_time(id, what.place, "its time limit passes");
            } else if next > 0 {
                let place = self.threads[id].sleeps.map(|(_, place)| place);
                self.depends_on_time(id, place, "wakes before one with a shorter sleep");
            }
        }
        if matches!(self.threads[id].status, Status::Waits { .. }) {
            self.threads[id].status = Status::TimedOut;
        }
        self.switch_to(id);
    }

    /// Returns whether it ends here.
    fn counts_step(&mut self) -> bool {
        if self.end.is_none() {
            self.steps += 1;
            if self.steps > self.rules.most_steps {
                self.end(End::Endless);
            }
        }
        self.end.is_some()
    }

    fn switch_to(&mut self, next: usize) {
        let thread = &mut self.threads[next];
        thread.sleeps = None;
        thread.spins = None;
        if self.running != next {
            self.switches += 1;
            self.running = next;
        }
    }

    /// The first such event counts.
    pub fn depends_on_time(&mut self, id: usize, place: Option<Place>, what: &str) {
        if self.time.is_none() {
            self.time = Some(self.event(id, place, what.into()));
        }
    }

    /// A thread has ended.
    pub fn thread_ends(&mut self, id: usize) {
        self.threads[id].status = Status::Ended;
        self.version += 1;
        if id == 0 && self.rules.ends_with_main {
            self.end(End::Finished);
        }
        self.go_on(id, false);
    }

    /// No thread can go on.
    fn end_here(&mut self) {
        let main_ended = matches!(self.threads[0].status, Status::Ended);
        let end = if main_ended { End::Finished } else { End::Deadlock(self.waits()) };
        self.end(end);
    }

    fn waits(&self) -> Vec<Event> {
        let waits = self.threads.iter().filter_map(|thread| match &thread.status {
            Status::Waits { what, .. } => Some(Event::clone(what)),
            _ => None,
        });
        waits.collect()
    }

    /// The first end counts.
    pub fn end(&mut self, end: End) {
        self.end.get_or_insert(end);
    }

    /// Wakes the threads that wait on this, to look again.
    pub fn changed(&mut self, id: usize, object: u64) {
        self.meets(id, object);
        self.version += 1;
        for thread in &mut self.threads {
            if matches!(&thread.status, Status::Waits { on, .. } if on.contains(&object)) {
                thread.status = Status::Ready;
            }
        }
    }

    /// Orders a thread after those that have used this, and before those that will.
    pub fn meets(&mut self, id: usize, object: u64) {
        if let Some(memory) = &mut self.memory {
            memory.meet(id, object);
        }
    }

    /// Something has changed for which no thread waits.
    pub fn has_changed(&mut self) {
        self.version += 1;
    }

    /// A thread has waited, and goes on. Returns whether its time limit has passed.
    pub fn has_waited(&mut self, id: usize, place: Place, is_told: bool) -> bool {
        let timed_out = matches!(self.threads[id].status, Status::TimedOut);
        self.threads[id].status = Status::Ready;
        if !timed_out {
            let thread = &mut self.threads[id];
            thread.time_outs.remove(&key(place));
            if is_told {
                thread.looks.clear();
            }
        }
        timed_out
    }

    /// A time limit has passed here.
    pub fn count_time_out(&mut self, id: usize, place: Place) {
        let times = self.threads[id].time_outs.entry(key(place)).or_default();
        *times += 1;
        if *times > MOST_TIME_OUTS && !self.rules.may_poll {
            let event =
                self.event(id, Some(place), "waits with a time limit, again and again".into());
            self.end(End::Polls(event));
        }
    }

    /// A thread has looked at something, and has seen what `seen` stands for.
    pub fn look(&mut self, id: usize, place: Place, seen: u64) -> Look {
        let thread = &mut self.threads[id];
        let times = thread.looks.entry((key(place), seen)).or_default();
        *times += 1;
        if self.rules.may_poll && *times >= SPINS {
            thread.spins = Some(self.version);
            Look::Spins
        } else if !self.rules.may_poll && *times > MOST_LOOKS {
            Look::Polls
        } else {
            Look::Fine
        }
    }

    pub fn event(&self, id: usize, place: Option<Place>, note: Note) -> Event {
        note.event(self.threads[id].info.label.clone(), id, place)
    }

    /// Writes down what a thread has done.
    pub fn note(&mut self, id: usize, place: Option<Place>, note: Note) {
        let event = self.event(id, place, note);
        self.events.push(event);
    }

    pub fn note_panic(&mut self, id: usize, panic: Panic) {
        let words = panic.words.lines().next().unwrap_or_default();
        let mut event = self.event(id, None, format!("panics: {words}").into());
        event.line = panic.line;
        if self.rules.records {
            self.events.push(event);
        }
        self.panic.get_or_insert(panic);
    }
}

fn key(place: Place) -> usize {
    std::ptr::from_ref(place).addr()
}
