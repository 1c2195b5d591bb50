//! The state of a schedule: its threads, and who runs next.

use std::collections::HashMap;
use std::panic::Location;
use std::time::Duration;

use crate::choice::Order;
use crate::event::{Event, Panic, ThreadInfo};
use crate::host;
use crate::memory::Memory;
use crate::strategy::{Again, Chooser};
use crate::touched::{Use, global};
use crate::unsupported::Unsupported;

type Place = &'static Location<'static>;

mod seen;
mod turns;

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
    /// The first event that makes the order depend on time.
    time: Option<Event>,
    pub end: Option<End>,
    /// What the threads wait for that have not ended.
    left: Vec<Event>,
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
            left: Vec::new(),
        }
    }

    /// Adds a thread, and returns its number.
    pub fn add(&mut self, mut info: ThreadInfo) -> usize {
        self.touch(global::THREADS, Use::Writes);
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

    /// Remembers who has not ended, before those unwind.
    pub fn remember_left(&mut self) {
        self.left = self.waits();
        for thread in &mut self.threads {
            thread.info.has_ended = matches!(thread.status, Status::Ended);
        }
    }

    /// Takes out what was seen, and who has chosen.
    pub fn take_seen(&mut self) -> (Seen, Chooser) {
        let nobody = Chooser::Again(Again::new(Order::default()));
        let mut chooser = std::mem::replace(&mut self.chooser, nobody);
        chooser.end(self.steps);
        let seen = Seen {
            end: self.end.clone().unwrap_or(End::Finished),
            events: std::mem::take(&mut self.events),
            threads: self.threads.iter().map(|thread| thread.info.clone()).collect(),
            left: std::mem::take(&mut self.left),
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
        self.touch(self.objects, Use::Writes);
        self.objects
    }

    pub fn clock(&self) -> Duration {
        self.clock
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        self.clock = self.clock.saturating_add(time);
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
        if self.end.is_none() {
            self.touch_everything();
            self.moment();
            self.end = Some(end);
        }
    }
}
