//! Who runs next.

use super::{End, Place, State, Status, Thread, WHEN_ALL_IS_DONE};
use crate::choice::{Choice, Point};
use crate::touched::{Use, global};
use std::time::Duration;

impl State {
    /// Chooses one of the options. With one option there is no choice.
    pub fn choose(&mut self, choice: Choice, options: usize) -> usize {
        let is_turn = choice.is_of_threads() || choice == Choice::Time;
        let is_asked = options > 1 || is_turn && self.chooser.touched().is_some();
        if !is_asked {
            return 0;
        }
        let threads = if choice.is_of_threads() { &self.options[..] } else { &[] };
        let point = Point { choice, options, threads, step: self.steps, events: self.events.len() };
        let option = self.chooser.choose(point);
        if options > 1 {
            self.order.push(option as u16); // There are far fewer options.
        }
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
            if let Some(memory) = &mut self.memory {
                memory.arrives(last);
            }
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
        self.touch(global::CLOCK, Use::Reads);
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
            self.moment();
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
        self.touch(global::THREADS, Use::Counts);
        self.has_changed();
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
}
