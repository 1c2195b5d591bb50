use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

use examples_engine::modelled::thread::{self, ThreadId};
use examples_engine::{counted, is_followed, locks_held, step};

use crate::explore::ensure_followed;
use crate::judge::POOL;
use crate::results::calls_before;
use crate::{Failure, Kind, Meeting, Refusal, Verdict, ensure, if_it_stands_still, run};

/// Whoever makes more calls may call without end.
const MOST_CALLS: usize = 5_000;

/// What the grader's own functions see when an answer calls them: on which thread, with which locks, and how
/// many at a time. It works in a schedule, for threads that run freely, and for tasks.
pub struct Calls {
    seen: Mutex<Seen>,
    meeting: Meeting,
}

struct Seen {
    caller: Option<ThreadId>,
    on: Vec<ThreadId>,
    /// What the calls that have begun are for.
    names: Vec<String>,
    /// How many results were given out for each of these.
    results: BTreeMap<String, u64>,
    /// The calls belong to a schedule.
    explored: bool,
    not_followed: bool,
    not_rayon: bool,
    /// How many threads Rayon has where the answer is called.
    pool: Option<usize>,
    /// The same where a call was made, if it is another number, and not that of a pool without a number of its own.
    other_pool: Option<usize>,
    lock_held: Option<u32>,
    /// How many calls are about to end: their last step has been written down.
    ending: usize,
    ended: usize,
    peak: usize,
}

impl Seen {
    /// A call has begun or ended. A crowd of threads that run freely may take long, one after the other.
    fn get_on(&self) {
        if !self.explored && self.on.len() < MOST_CALLS {
            run::progress();
        }
    }
}

impl Calls {
    /// Returns one that has seen nothing.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        let seen = Seen {
            caller: None,
            on: Vec::new(),
            names: Vec::new(),
            results: BTreeMap::new(),
            explored: false,
            not_followed: false,
            not_rayon: false,
            pool: None,
            other_pool: None,
            lock_held: None,
            ending: 0,
            ended: 0,
            peak: 0,
        };
        Self { seen: Mutex::new(seen), meeting: Meeting::new() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything, but not that a call was on the wrong thread: such a thread may come late.
    pub fn forget(&self) {
        let new = Self::new().seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut seen = self.seen();
        let Seen { not_followed, not_rayon, .. } = *seen;
        let pool = threads_of_rayon();
        *seen = Seen { explored: is_followed(), not_followed, not_rayon, pool, ..new };
        drop(seen);
        self.meeting.reset();
    }

    /// Forgets everything. The current thread will call the answer, and should not make calls itself.
    pub fn begin(&self) {
        self.forget();
        self.seen().caller = Some(thread::current().id());
    }

    /// A call of `what`, such as `job 1`, has begun. Returns how many calls have.
    pub fn enter(&self, what: impl Display) -> usize {
        let mut seen = self.seen();
        seen.on.push(thread::current().id());
        seen.names.push(what.to_string());
        seen.peak = seen.peak.max(seen.on.len() - seen.ending);
        let is_lost = seen.explored && !is_followed();
        seen.not_followed |= is_lost;
        let pool = threads_of_rayon();
        seen.not_rayon |= pool.is_none();
        if seen.pool.is_some() && pool != seen.pool && pool != Some(POOL) {
            seen.other_pool = seen.other_pool.or(pool);
        }
        seen.lock_held = seen.lock_held.or(locks_held().first().copied());
        let begun = seen.on.len();
        seen.get_on();
        drop(seen); // The schedule may now stop this thread.
        if is_lost && let Err(refusal) = self.all_followed() {
            run::refuse(refusal); // The schedule may have ended without this thread.
        }
        step(format!("begins {what}"));
        begun
    }

    /// Returns how many calls of `what` have asked for this before, so that each can have a result of its own.
    pub fn before(&self, what: impl Display) -> u64 {
        calls_before(&mut self.seen().results, what.to_string())
    }

    /// A call has ended.
    pub fn leave(&self, what: impl Display) {
        self.seen().ending += 1;
        step(format!("ends {what}"));
        let mut seen = self.seen();
        seen.ended += 1;
        seen.get_on();
    }

    /// Waits until `all` calls have got here. If the answer never runs as many at a time, it stands still.
    #[track_caller]
    pub fn meet(&self, all: usize) {
        self.meeting.come(all);
    }

    /// The calls meet in groups of this size, so that it shows if only the first are made at the same time.
    #[track_caller]
    pub fn meet_in_groups(&self, size: usize) {
        self.meeting.come_in_groups(size);
    }

    /// The first `most` calls meet in pairs, so that it shows if only the very first are made at the same time. It
    /// takes twice as many calls on each of two threads for a right answer to get past this point.
    #[track_caller]
    pub fn meet_in_pairs(&self, most: usize) {
        if most > 0 {
            self.meeting.come_in_pairs(most);
        }
    }

    /// The same for threads that make several calls each: only the first call of each thread waits, until
    /// `all` threads have got here.
    #[track_caller]
    pub fn threads_meet(&self, all: usize) {
        if self.met() >= all {
            return;
        }
        let me = thread::current().id();
        let calls = self.seen().on.iter().filter(|thread| **thread == me).count();
        if calls == 1 {
            self.meeting.come(all);
        }
    }

    /// The same for as many threads as Rayon has where the answer is called, or as a pool of its own has without a number.
    #[track_caller]
    pub fn pool_meets(&self) {
        let asked = self.seen().pool.unwrap_or(POOL);
        self.threads_meet(threads_of_rayon().filter(|here| *here == POOL).unwrap_or(asked));
    }

    /// Returns how many have met.
    pub fn met(&self) -> usize {
        self.meeting.here()
    }

    /// Returns how many calls have begun.
    pub fn begun(&self) -> usize {
        self.seen().on.len()
    }

    /// Returns how many calls have ended.
    pub fn ended(&self) -> usize {
        self.seen().ended
    }

    /// Returns how many calls have run at a time, at most.
    pub fn peak(&self) -> usize {
        self.seen().peak
    }

    /// Returns on how many threads the calls were made.
    pub fn threads(&self) -> usize {
        self.seen().on.iter().collect::<HashSet<_>>().len()
    }

    /// Returns on how many threads calls were made, without the one that called the answer.
    pub fn other_threads(&self) -> usize {
        let seen = self.seen();
        let others = seen.on.iter().filter(|thread| Some(**thread) != seen.caller);
        others.collect::<HashSet<_>>().len()
    }

    /// Returns what the calls are for that have begun, in this order.
    pub fn names(&self) -> Vec<String> {
        self.seen().names.clone()
    }

    /// Refuses unless there was exactly one call for each of these, such as `job 1`. `lost` names the refusal of
    /// an answer that leaves one out.
    pub fn ensure_each_once(
        &self,
        all: impl IntoIterator<Item = impl Display>,
        lost: &str,
    ) -> Verdict {
        let mut counts = BTreeMap::<String, (usize, usize)>::new();
        all.into_iter().for_each(|what| counts.entry(what.to_string()).or_default().0 += 1);
        self.names().into_iter().for_each(|what| counts.entry(what).or_default().1 += 1);
        for (what, (asked, made)) in counts {
            let says = if made == 0 {
                format!("no call was ever made for {what}")
            } else {
                format!("{made} of {asked} calls were made for {what}")
            };
            ensure(made >= asked, lost, says)?;
            let says = match asked {
                0 => format!("a call was made for {what}, which nobody asked for"),
                1 => format!("{made} calls were made for {what}; one was asked for"),
                _ => format!("{made} calls were made for {what}; {asked} were asked for"),
            };
            ensure(made <= asked, "done_twice", says)?;
        }
        Ok(())
    }

    /// Refuses an answer that has made some of the calls on the thread that called it. `calls` and `function` are what the calls and
    /// the answer are called, such as `jobs` and `total`.
    pub fn none_by_caller(&self, calls: &str, function: &str) -> Verdict {
        let seen = self.seen();
        let is_caller = |thread: &ThreadId| Some(*thread) == seen.caller;
        // If it has made several, and all, they never run at the same time, which says more.
        let all = seen.on.len() > 1 && seen.on.iter().all(is_caller);
        let by_caller = seen.on.iter().position(is_caller).filter(|_| !all);
        let says = by_caller.map_or_else(String::new, |index| {
            let what = &seen.names[index];
            format!(
                "the call for {what} is made on the thread that called `{function}`; the {calls} should have threads of \
                 their own"
            )
        });
        ensure(by_caller.is_none(), "on_the_caller", says)
    }

    /// Refuses an answer that has made a call on a thread that belongs to no schedule.
    pub fn all_followed(&self) -> Verdict {
        ensure_followed(!self.seen().not_followed)
    }

    /// Forgets that a call was made on a thread that is not one of Rayon's.
    pub fn forget_rayon(&self) {
        self.seen().not_rayon = false;
    }

    /// Refuses an answer that has made a call on a thread that is not one of Rayon's, or in a pool of another size than
    /// the one in which the calls were forgotten.
    pub fn all_on_rayon(&self) -> Verdict {
        let says =
            "a call ran on a thread that is not one of Rayon's; let Rayon share out the work";
        let seen = self.seen();
        ensure(!seen.not_rayon, "not_rayon", says)?;
        let (pool, other) = (seen.pool.unwrap_or(0), seen.other_pool.unwrap_or(0));
        let says = format!(
            "Rayon has {} here, and a call ran in a pool of {other}: a pool of your own needs as many",
            counted(pool, "thread")
        );
        ensure(seen.other_pool.is_none(), "other_pool", says)
    }

    /// Explains a schedule that goes wrong. If every thread waits for another before `all` calls have met,
    /// finds out why. `calls` and `function` are what the calls and the answer are called, such as `jobs` and
    /// `total`.
    pub fn explain(&self, failure: &Failure, all: usize, calls: &str, function: &str) -> Refusal {
        match failure.kind {
            Kind::Deadlock(_) if self.met() < all => self.never_met(all, calls, function),
            Kind::Deadlock(_) => self.all_followed().err().unwrap_or_else(|| failure.into()),
            _ => failure.into(),
        }
    }

    /// Says from now on why `all` calls, which run freely, could not meet, or what else stands still. `calls` and `function`
    /// are what they and the answer are called, such as `jobs` and `total`.
    pub fn all_meet(&'static self, all: usize, calls: &'static str, function: &'static str) {
        if_it_stands_still(move || {
            if self.met() < all {
                return self.never_met(all, calls, function);
            }
            let says = format!(
                "with {all} {calls} at the same time, every thread waits for another, forever"
            );
            Refusal::new("deadlock", says)
        });
    }

    /// Says why `all` calls could not meet. `calls` and `function` are what they and the answer are called, such
    /// as `jobs` and `total`.
    pub fn never_met(&self, all: usize, calls: &str, function: &str) -> Refusal {
        if let Err(refusal) = self.all_followed() {
            return refusal;
        }
        let met = self.met();
        if met == 0 {
            let says = format!("every thread waits for another, and none of the {calls} runs");
            return Refusal::new("deadlock", says);
        }
        if met <= 1 || self.seen().lock_held.is_some() {
            return self.alone(calls, function);
        }
        let says = if met > all {
            format!(
                "only the first {} {calls} run at the same time: then, while one of them runs, no other begins",
                met - 1
            )
        } else {
            format!(
                "{met} of the {calls} run at the same time, and no other begins before one of these has ended; \
                 {all} should run at the same time"
            )
        };
        Refusal::new("not_all_at_once", says)
    }

    /// Says why no other call begins while one is made.
    pub fn alone(&self, calls: &str, function: &str) -> Refusal {
        let seen = self.seen();
        let never = format!("the {calls} never run at the same time");
        if seen.on.last().is_some_and(|thread| Some(*thread) == seen.caller) {
            let says = format!(
                "{never}: one runs on the thread that called `{function}`, which could start others"
            );
            return Refusal::new("sequential", says);
        }
        if let Some(line) = seen.lock_held {
            let says = format!("{never}: the lock of line {line} is held while one of them runs");
            return Refusal::new("lock_held", says);
        }
        let threads: HashSet<_> = seen.on.iter().collect();
        if seen.ended > 0 && threads.len() == 1 {
            let says = format!("{never}: one thread runs all of them");
            return Refusal::new("one_thread", says);
        }
        let says = format!("{never}: while one of them runs, no other begins");
        Refusal::new("one_after_another", says)
    }

    /// Says why `all` threads could not meet, if each was to make some of the `calls`.
    pub fn threads_never_met(&self, all: usize, calls: &str, function: &str) -> Refusal {
        match self.met() {
            0 | 1 => self.never_met(all, calls, function),
            met => {
                let says =
                    format!("{met} threads make {calls} at the same time; {all} were asked for");
                Refusal::new("not_all_at_once", says)
            }
        }
    }
}

/// Returns how many threads the pool of the current thread has, if it is one of Rayon's.
fn threads_of_rayon() -> Option<usize> {
    rayon::current_thread_index().map(|_| rayon::current_num_threads())
}
