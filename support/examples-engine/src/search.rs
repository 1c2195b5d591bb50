//! Runs a check in many schedules.

use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

use crate::choice::Order;
use crate::coverage::Coverage;
use crate::event::Panic;
use crate::outcome::{Failure, Kind, Outcome, Run};
use crate::pin::Pinned;
use crate::report::{Report, key};
use crate::schedule;
use crate::state::{End, Rules, Seen};
use crate::strategy::{Again, Chooser, Plan, Strategy};
use crate::watch::{is_abandoned, keep_panics_of_schedules};

/// After this many schedules it moves to another CPU, if that has less to do.
const PINNED_FOR: u64 = 1000;
/// After the first failure, a shorter one is sought in this many schedules.
const LOOK_AHEAD: usize = 100;
/// At most this many of those are run again.
const MOST_OTHERS: usize = 10;
/// To make an order shorter, it is run again at most this often.
const MOST_TRIALS: usize = 300;

/// Which schedules are run, and what they may do. The same search makes the same choices again, on any machine.
#[derive(Clone, Debug)]
pub struct Search {
    /// How many schedules are run, at most. The search ends earlier if there are no other orders.
    pub schedules: u64,
    /// Where the random choices begin.
    pub seed: u64,
    /// How many threads may live at a time. One more ends the schedule.
    pub threads: usize,
    /// How many steps a schedule may have. One that has more does not end.
    pub steps: usize,
    /// Whether a thread may wake without a notification or a token, and a weak exchange may fail without a reason.
    pub spurious: bool,
    /// Whether a load may return an old value, and a store come before values that are there already, where the orderings
    /// allow it.
    pub weak_memory: bool,
    /// Whether a thread may ask again and again. Then it lets others run until something changes.
    pub may_poll: bool,
    /// Whether orders may be left out that differ from another only in the order of operations that have nothing to do
    /// with each other. Not if threads share what no model knows: something of another crate than std and Crossbeam,
    /// or what a destructor of the program does. [`shares_only_models`] can tell.
    pub skips_alike: bool,
    /// Whether threads may be left when the main thread has ended.
    pub may_leak: bool,
    /// Whether the end of the main thread ends all others, as in a real program. If not, they go on as long as they can.
    pub ends_with_main: bool,
}

impl Default for Search {
    /// Returns a search in 10,000 schedules, in which all may happen that Rust allows, but no thread may poll.
    fn default() -> Self {
        Self {
            schedules: 10_000,
            seed: 0,
            threads: 100,
            steps: 20_000,
            spurious: true,
            weak_memory: true,
            may_poll: false,
            skips_alike: false,
            may_leak: true,
            ends_with_main: false,
        }
    }
}

/// Returns whether all that the threads of a program share is known to the models, as far as its text tells: it has no
/// destructor of its own, and nothing that is unsafe. Crates other than std and Crossbeam are not looked for.
pub fn shares_only_models(text: &str) -> bool {
    !text.contains("Drop for") && !text.contains("unsafe")
}

type Check<R> = Arc<dyn Fn() -> Result<(), R> + Send + Sync>;

/// A search that goes on one schedule at a time. Its iterator returns how each one ended, without the events.
pub struct Exploration<R> {
    search: Search,
    check: Check<R>,
    /// `None` while a schedule has it.
    plan: Option<Box<Plan>>,
    schedules: u64,
    /// Whether schedules have a memory with old values: an ordering weaker than `SeqCst` was used.
    has_memory: bool,
    is_spoiled: bool,
    /// It belongs to the thread that explores.
    pinned: Option<Pinned>,
}

impl Search {
    /// Begins to run `check` in one schedule after the other. All threads that the check starts belong to the
    /// schedule, also those that it leaves behind.
    pub fn begin<R: Send + 'static>(
        &self,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
    ) -> Exploration<R> {
        keep_panics_of_schedules();
        Exploration {
            search: self.clone(),
            check: Arc::new(check),
            plan: Some(Box::new(Plan::new(self.schedules, self.seed, self.skips_alike))),
            schedules: 0,
            has_memory: false,
            is_spoiled: false,
            pinned: None,
        }
    }

    /// Runs `check` in all schedules of the search.
    pub fn run<R: Send + Display + 'static>(
        &self,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
    ) -> Report<R> {
        self.run_while(check, |_| true)
    }

    /// Runs `check` in one schedule after the other, as long as `goes_on` returns true. It is asked after each.
    pub fn run_while<R: Send + Display + 'static>(
        &self,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
        mut goes_on: impl FnMut(&Report<R>) -> bool,
    ) -> Report<R> {
        let mut exploration = self.begin(check);
        let mut report = Report::default();
        for outcome in exploration.by_ref() {
            let key = key(&outcome);
            report.add(outcome, key);
            if !goes_on(&report) {
                break;
            }
        }
        report.coverage = exploration.coverage();
        report.shorten(usize::MAX, &mut exploration, key);
        report
    }

    /// Runs `check` once more, in this order, and records what happens.
    pub fn replay<R: Send + 'static>(
        &self,
        order: &Order,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
    ) -> Outcome<R> {
        let mut exploration = self.begin(check);
        exploration.has_memory = self.weak_memory;
        exploration.again(order)
    }
}

impl<R: Send + 'static> Iterator for Exploration<R> {
    type Item = Outcome<R>;

    fn next(&mut self) -> Option<Outcome<R>> {
        if self.is_spoiled {
            return None;
        }
        if self.schedules.is_multiple_of(PINNED_FOR) {
            self.pinned = None;
        }
        let mut plan = self.plan.take()?;
        if !plan.begin() {
            self.plan = Some(plan);
            return None;
        }
        let (mut outcome, chooser, is_weak) = self.one(Chooser::Plan(plan), false);
        if let Chooser::Plan(plan) = chooser {
            self.plan = Some(plan);
        }
        self.schedules += 1;
        if is_weak && !self.has_memory && self.search.weak_memory {
            // From now on there are more choices.
            self.has_memory = true;
            let Search { schedules, seed, skips_alike, .. } = self.search;
            let mut plan = Plan::new(schedules, seed, skips_alike);
            plan.only_unlike = self.plan.take().is_some_and(|before| before.only_unlike);
            self.plan = Some(Box::new(plan));
            self.schedules = 0;
            outcome = self.next()?;
        }
        self.is_spoiled = matches!(outcome, Outcome::Spoiled);
        Some(outcome)
    }
}

impl<R: Send + 'static> Exploration<R> {
    /// From now on loads may return old values. Returns false if they could before.
    pub(crate) fn remembers(&mut self) -> bool {
        !std::mem::replace(&mut self.has_memory, true)
    }

    /// From now on nothing runs but the search that leaves out orders that are alike.
    #[doc(hidden)]
    pub fn only_unlike(mut self) -> Self {
        if let Some(plan) = &mut self.plan {
            plan.only_unlike = true;
        }
        self
    }

    /// Returns how many schedules were run.
    pub fn schedules(&self) -> u64 {
        self.schedules
    }

    /// Returns which orders were run, all of them.
    pub fn coverage(&self) -> Coverage {
        self.plan.as_ref().map_or_else(Coverage::default, |plan| plan.coverage())
    }

    /// Runs the check once more, in this order, and records what happens.
    pub fn again(&mut self, order: &Order) -> Outcome<R> {
        self.one(Chooser::Again(Again::new(order.clone())), true).0
    }

    /// Looks for a shorter order that ends in the same way: among the next schedules, and by leaving out what is
    /// special. Returns the shortest one that it has found, with its events. Returns `None` if not even this order
    /// ends so again.
    pub fn shortest(
        &mut self,
        order: &Order,
        mut is_same: impl FnMut(&Outcome<R>) -> bool,
    ) -> Option<Outcome<R>> {
        let mut best = self.again(order);
        if !is_same(&best) {
            return None;
        }
        let mut others: Vec<_> = (0..LOOK_AHEAD).map_while(|_| self.next()).collect();
        others.retain(|other| other.switches() < best.switches());
        others.sort_by_key(Outcome::switches);
        for other in others.iter().filter_map(Outcome::run).take(MOST_OTHERS) {
            let other = self.again(&other.order);
            if is_same(&other) {
                best = other;
                break;
            }
        }
        let mut trials = 0;
        let mut left: Vec<_> = best.run()?.order.special().collect();
        while let Some(index) = left.pop()
            && trials < MOST_TRIALS
        {
            trials += 1;
            let order = best.run()?.order.without(index);
            let other = self.again(&order);
            if other.length() <= best.length() && is_same(&other) {
                best = other;
                left = best.run()?.order.special().collect();
            }
        }
        // It is the last one that is run, for checks that remember something.
        let order = best.run()?.order.clone();
        Some(self.again(&order)).filter(is_same).or(Some(best))
    }

    /// Runs one schedule. Returns also who has chosen, and whether an ordering weaker than `SeqCst` was used.
    pub(crate) fn one(&mut self, chooser: Chooser, records: bool) -> (Outcome<R>, Chooser, bool) {
        let rules = Rules {
            most_threads: self.search.threads,
            most_steps: self.search.steps,
            spurious: self.search.spurious,
            may_poll: self.search.may_poll,
            ends_with_main: self.search.ends_with_main,
            records,
        };
        let cpu = self.pinned.get_or_insert_with(Pinned::new).cpu;
        let result = Arc::new(Mutex::new(None));
        let main = {
            let (check, result) = (Arc::clone(&self.check), Arc::clone(&result));
            move || {
                let checked = check();
                if is_abandoned() {
                    return; // The check has caught what it was to unwind with.
                }
                *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(checked);
            }
        };
        let (seen, chooser, is_weak) =
            schedule::run(&rules, chooser, self.has_memory, cpu, Box::new(main));
        let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        (outcome(seen, result, self.search.may_leak), chooser, is_weak)
    }
}

fn outcome<R>(seen: Seen, result: Option<Result<(), R>>, may_leak: bool) -> Outcome<R> {
    let Seen { end, events, threads, left, order, output, switches, steps, panic, time } = seen;
    let order = Order(order);
    let run = Run { order, events, threads, left, output, switches, steps, time };
    let kind = match (result, end) {
        (_, End::Unsupported(this)) => Kind::Unsupported(this),
        (_, End::Spoiled) => return Outcome::Spoiled,
        (Some(Err(failed)), _) => Kind::Failed(failed),
        (Some(Ok(())), End::Finished) => {
            let left = run.threads.iter().filter(|thread| !thread.has_ended);
            if may_leak || left.clone().next().is_none() {
                return Outcome::Passed(run);
            }
            Kind::Leaked(left.cloned().collect())
        }
        (_, End::Polls(event)) => Kind::Polls(event),
        (_, End::Endless) => Kind::Endless,
        (_, End::Deadlock(waits)) => Kind::Deadlock(waits),
        (None, End::Finished) => {
            Kind::Panicked(panic.unwrap_or_else(|| Panic { line: 0, words: "it panicked".into() }))
        }
    };
    Outcome::Failed(Failure { kind, run })
}
