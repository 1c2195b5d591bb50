//! Every order of a small program, one step after the other as somebody would choose it: who is chosen goes on until it
//! has done something that is told.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Strategy;
use crate::choice::{Choice, Point};
use crate::event::{Event, Object};
use crate::stand::{Moment, Stand};

/// What is told of a thread that waits at a condition variable, before it unlocks.
const SLEEPS: &str = "waits for a notification";

/// A search in all orders. It knows what happens, so it can leave out choices that nobody would see.
#[derive(Default)]
pub(crate) struct Every {
    /// What was chosen, of how many.
    path: Vec<(usize, usize)>,
    at: usize,
    has_begun: bool,
    /// How many events there were when a thread was last chosen.
    chosen_at: usize,
    /// Another thread than the main one has done something.
    others_act: bool,
    /// This order is left out, with all that begin like it.
    is_left_out: bool,
    /// What each thread has done, and after whom.
    done: Vec<u64>,
    /// What was last done to each thing.
    touched: HashMap<Object, u64>,
    /// From here on this order is like another one, which had its turn.
    is_known: bool,
    /// The states in which there was a choice: what the threads have done, and how they are.
    known: HashSet<u64>,
    /// Something that rarely happens has happened: once is enough.
    had_luck: bool,
    /// The running thread has begun to wait for a notification, and has not unlocked yet. That is one step.
    goes_to_sleep: bool,
    /// The threads before each step, and at the end.
    moments: Vec<Moment>,
}

impl Every {
    /// A thread has done something. The main thread starts all others first: orders in which it does so later are left
    /// out, since a thread that was started may as well not have done anything yet.
    pub fn note(&mut self, event: &Event) {
        self.goes_to_sleep = event.what == SLEEPS;
        self.others_act |= event.id != 0;
        self.is_left_out |= event.id == 0 && self.others_act && event.what.starts_with("starts ");
        if self.done.len() <= event.id {
            self.done.resize(event.id + 1, 0);
        }
        // Two orders are alike if they differ only in who came first where the one had nothing to do with the other.
        let before = event.object.and_then(|object| self.touched.get(&object));
        let done = hash(&(self.done[event.id], event.line, &event.what, before));
        self.done[event.id] = done;
        if let Some(object) = event.object {
            self.touched.insert(object, hash(&(event.id, done)));
        }
    }

    /// One more step begins, or the schedule has ended.
    pub fn moment(&mut self, events: usize, threads: Vec<Stand>) {
        if !self.goes_to_sleep {
            self.moments.push(Moment { events, threads, done: hash(&self.done) });
        }
    }

    /// Returns the moments of the order, or `None` if it is left out.
    pub fn take(&mut self) -> Option<Vec<Moment>> {
        let moments = std::mem::take(&mut self.moments);
        (!self.is_left_out).then_some(moments)
    }
}

impl Strategy for Every {
    fn begin(&mut self) -> bool {
        self.path.truncate(self.at);
        (self.at, self.chosen_at) = (0, 0);
        (self.others_act, self.is_left_out) = (false, false);
        (self.is_known, self.had_luck) = (false, false);
        self.goes_to_sleep = false;
        self.moments.clear();
        self.done.clear();
        self.touched.clear();
        if !std::mem::replace(&mut self.has_begun, true) {
            return true;
        }
        while let Some((option, options)) = self.path.pop() {
            if option + 1 < options {
                self.path.push((option + 1, options));
                return true;
            }
        }
        false
    }

    fn choose(&mut self, Point { choice, options, events, .. }: Point) -> usize {
        let has_done_nothing = choice == Choice::Preempt && events == self.chosen_at && events > 0;
        let had_luck = choice == Choice::Rare && self.had_luck;
        if self.is_left_out || self.is_known || has_done_nothing || had_luck || self.goes_to_sleep {
            return 0;
        }
        if choice.is_of_threads() {
            self.chosen_at = events;
        }
        if self.at == self.path.len() {
            if choice.is_of_threads()
                && let Some(moment) = self.moments.last()
            {
                self.is_known =
                    !self.known.insert(hash(&(moment.done, &moment.threads, self.had_luck)));
            }
            if self.is_known {
                return 0;
            }
            self.path.push((0, options));
        }
        self.at += 1;
        let option = self.path[self.at - 1].0;
        self.had_luck |= choice == Choice::Rare && option == 1;
        option
    }
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
