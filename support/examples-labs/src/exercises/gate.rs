//! Threads wait for a state that a lock guards.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use examples_engine::modelled::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use examples_engine::modelled::thread;
use examples_engine::{Event, step, told, until_nothing_else_happens};

use crate::explore::refuse_until;
use crate::{
    Failure, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore, explore_few,
    explore_some, if_it_stands_still, it_may_stand_still, let_others_go_on,
    stopped_before_each_step, without_asking_again,
};

/// Where to read more.
pub const PAGE: &str = "threads/condvar";

/// Any number of threads can wait.
const MANY: usize = 21;
/// More than a byte can count.
const VERY_MANY: usize = 260;
/// After each of the first openings a thread passes, and after as many as two bytes can count.
const FIRST_OPENINGS: usize = 1030;
const OPENINGS: usize = 1 << 16;
/// Someone has begun to open the gate.
static OPENING: AtomicBool = AtomicBool::new(false);
/// The gate has been opened twice, and was passed in between.
static OPENED_TWICE: AtomicBool = AtomicBool::new(false);

/// Grades a gate by its three functions.
pub fn grade<Gate>(new: fn() -> Gate, wait: fn(&Gate), open: fn(&Gate)) -> Verdict
where
    Gate: Send + Sync + 'static,
{
    let gate = Functions { new, wait, open };
    let several = Inputs::new(0).index(3, 4);
    explore(move || gate.judge(2, false), explain)?;
    explore(move || gate.judge(2, true), explain)?;
    explore_some(move || gate.judge(several, true), explain)?;
    explore_few(move || gate.judge(MANY, true), explain)?;
    explore_some(move || gate.opens_twice(), explain)?;
    explore_some(move || gate.two_open(), explain)?;
    explore_some(move || gate.two_gates(), explain)?;
    explore(move || gate.shows_what_was_written(), explain)?;
    for again in [false, true] {
        explore_some(move || gate.shows_it_later(again), explain)?;
    }
    gate.sleeps_meanwhile()?;
    // Not in a schedule, which such a crowd makes long.
    gate.opens_often()?;
    gate.very_many_wait(VERY_MANY)?;
    counts_to_try(5, 300).into_iter().try_for_each(|own| gate.very_many_wait(own))
}

/// A gate, and a thread that waits there.
type Waits<Gate> = (Arc<Gate>, Mutex<Option<thread::JoinHandle<()>>>);

struct Functions<Gate> {
    new: fn() -> Gate,
    wait: fn(&Gate),
    open: fn(&Gate),
}

impl<Gate> Clone for Functions<Gate> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Gate> Copy for Functions<Gate> {}

impl<Gate: Send + Sync + 'static> Functions<Gate> {
    fn new_gate(self) -> Arc<Gate> {
        OPENING.store(false, SeqCst);
        OPENED_TWICE.store(false, SeqCst);
        Arc::new((self.new)())
    }

    /// Starts a thread that waits at the gate, and returns whether it has passed too early.
    fn start(self, gate: &Arc<Gate>) -> thread::JoinHandle<bool> {
        let gate = Arc::clone(gate);
        thread::spawn(move || self.comes(&gate))
    }

    fn comes(self, gate: &Gate) -> bool {
        step("comes to the gate");
        (self.wait)(gate);
        let is_early = !OPENING.load(SeqCst);
        step("has passed the gate");
        is_early
    }

    fn opens(self, gate: &Gate) {
        step("begins to open the gate");
        OPENING.store(true, SeqCst);
        (self.open)(gate);
    }

    fn passes(self, gate: &Gate) {
        step("has opened the gate, and comes to it");
        (self.wait)(gate);
        step("has passed the gate");
    }

    /// Some threads come before the gate is opened, or while it is, and `main` comes after, twice. If it is late,
    /// it opens the gate when nobody else has anything to do: threads that never sleep show themselves.
    fn judge(self, threads: usize, late: bool) -> Verdict {
        let gate = self.new_gate();
        let waiting: Vec<_> = (0..threads).map(|_| self.start(&gate)).collect();
        if late {
            until_nothing_else_happens();
        }
        self.opens(&gate);
        self.passes(&gate);
        self.passes(&gate);
        waiting.into_iter().try_for_each(ended)
    }

    /// The gate is opened, passed, opened again, and passed again.
    fn opens_twice(self) -> Verdict {
        let gate = self.new_gate();
        let waiting = self.start(&gate);
        self.opens(&gate);
        self.passes(&gate);
        self.opens(&gate);
        OPENED_TWICE.store(true, SeqCst);
        self.passes(&gate);
        ended(waiting)
    }

    /// Two threads open the gate at the same time.
    fn two_open(self) -> Verdict {
        let gate = self.new_gate();
        let waiting = self.start(&gate);
        let opener = thread::spawn({
            let gate = Arc::clone(&gate);
            move || self.opens(&gate)
        });
        self.opens(&gate);
        self.passes(&gate);
        ended(waiting)?;
        ensure(opener.join().is_ok(), "panicked", "a thread panicked in `open`")
    }

    /// What was written before the gate is opened is there for whoever has passed.
    fn shows_what_was_written(self) -> Verdict {
        let gate = self.new_gate();
        let written = Arc::new(AtomicUsize::new(0));
        let reads = thread::spawn({
            let (gate, written) = (Arc::clone(&gate), Arc::clone(&written));
            move || {
                (self.wait)(&gate);
                written.load(Relaxed)
            }
        });
        written.store(1, Relaxed);
        self.opens(&gate);
        let says = "a thread has passed the gate, and reads an old value of what was written before the gate was opened: \
                    these orderings allow it";
        ensure(reads.join().is_ok_and(|read| read == 1), "not_ordered", says)
    }

    /// The same for a thread that comes when another one has passed, and perhaps another has opened the gate again.
    /// Nothing but the gate orders the threads.
    fn shows_it_later(self, again: bool) -> Verdict {
        let gate = self.new_gate();
        let written = Arc::new(AtomicUsize::new(0));
        let waiting = self.start(&gate);
        let reads = thread::spawn({
            let (gate, written) = (Arc::clone(&gate), Arc::clone(&written));
            move || {
                until_nothing_else_happens(); // `main` is the first to see that.
                step("comes to the gate");
                (self.wait)(&gate);
                written.load(Relaxed)
            }
        });
        let opener = thread::spawn({
            let (gate, written) = (Arc::clone(&gate), Arc::clone(&written));
            move || {
                written.store(1, Relaxed);
                self.opens(&gate);
            }
        });
        until_nothing_else_happens();
        if again {
            self.opens(&gate);
        }
        let read = reads.join();
        ensure(opener.join().is_ok(), "panicked", "a thread panicked in `open`")?;
        ended(waiting)?;
        let says = if again {
            "two threads have opened the gate, one after the other; a third has passed it, and reads an old value of what \
             the first one had written before: the second `open` hides the first"
        } else {
            "two threads have passed the gate, one after the other, and the second reads an old value of what was written \
             before the gate was opened: these orderings allow it"
        };
        ensure(read.is_ok_and(|read| read == 1), "not_ordered", says)
    }

    /// While a thread is between two steps of `open`, one that waits sleeps, or passes.
    fn sleeps_meanwhile(self) -> Verdict {
        let asks_again = || {
            let says = "while a thread is between two of its steps in `open`, one that waits does not sleep: it asks again \
                        and again";
            Refusal::new("busy_waiting", says)
        };
        let new = || (self.new_gate(), Mutex::new(None));
        let opens = move |(gate, _): &Waits<Gate>| self.opens(gate);
        let waits = |(gate, waiting): &Waits<Gate>| {
            let gate = Arc::clone(gate);
            let waits =
                thread::spawn(move || without_asking_again(asks_again, || (self.wait)(&gate)));
            *waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(waits);
            let_others_go_on(); // It has passed, or sleeps, or asks.
            Ok(())
        };
        let ends = |(_, waiting): &Waits<Gate>| {
            let waits = waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
            let ended = waits.is_none_or(|waits| waits.join().is_ok());
            ensure(ended, "panicked", "a thread panicked at the gate")
        };
        if_it_stands_still(|| {
            let says = "a thread that has come while another one was between two of its steps in `open` sleeps forever";
            Refusal::new("missed", says)
        });
        stopped_before_each_step(new, opens, waits, ends)?;
        it_may_stand_still();
        Ok(())
    }

    fn opens_often(self) -> Verdict {
        if_it_stands_still(|| {
            let says =
                "a gate that was opened very often, one time after the other, is closed again";
            Refusal::new("closes_again", says)
        });
        let gate = self.new_gate();
        let own = counts_to_try(FIRST_OPENINGS, OPENINGS);
        for opened in 1..=OPENINGS {
            (self.open)(&gate);
            if opened <= FIRST_OPENINGS || opened == OPENINGS || own.contains(&opened) {
                (self.wait)(&gate);
            }
        }
        it_may_stand_still();
        Ok(())
    }

    fn very_many_wait(self, threads: usize) -> Verdict {
        if_it_stands_still(move || {
            let says =
                format!("{threads} threads wait, and some of them sleep forever at the open gate");
            Refusal::new("not_told", says)
        });
        let gate = self.new_gate();
        let waiting: Vec<_> = (0..threads).map(|_| self.start(&gate)).collect();
        let_others_go_on(); // They have come to the gate.
        self.opens(&gate);
        waiting.into_iter().try_for_each(ended)?;
        it_may_stand_still();
        Ok(())
    }

    /// Another gate is open, and the thread that waits has passed it.
    fn two_gates(self) -> Verdict {
        let other = self.new_gate();
        (self.open)(&other);
        step("has opened another gate");
        let gate = self.new_gate();
        let waiting = thread::spawn({
            let (gate, other) = (Arc::clone(&gate), Arc::clone(&other));
            move || {
                (self.wait)(&other);
                self.comes(&gate)
            }
        });
        until_nothing_else_happens();
        self.opens(&gate);
        self.passes(&other);
        ended(waiting)
    }
}

/// Judges a thread that was to wait.
fn ended(waiting: thread::JoinHandle<bool>) -> Verdict {
    let Ok(is_early) = waiting.join() else {
        return Err(Refusal::new("panicked", "a thread panicked at the gate"));
    };
    ensure(!is_early, "passes_too_early", "a thread passed the gate before it was opened")
}

fn explain(failure: &Failure) -> Refusal {
    match &failure.kind {
        Kind::Deadlock(_) if OPENED_TWICE.load(SeqCst) => {
            let says = "a gate that was opened twice, one time after the other, is closed again";
            Refusal::new("closes_again", says)
        }
        Kind::Deadlock(waits) => sleeps(waits, &failure.events).unwrap_or_else(|| failure.into()),
        Kind::Failed(refusal) if refusal.id == "passes_too_early" => {
            let woke = |event: &Event| event.what.starts_with("wakes without a notification");
            let why = if failure.events.iter().any(woke) {
                "; a thread that sleeps may wake for no reason"
            } else {
                ""
            };
            let says = format!("{}{why}", refusal.sentence);
            refuse_until(failure, "has passed the gate", &Refusal::new(&refusal.id, says))
        }
        // Two threads that ask in turn get in each other's way, which looks like a wait.
        Kind::Endless => {
            let last = &failure.events[failure.events.len().saturating_sub(9)..];
            let line = last.iter().map(|event| event.line).max().unwrap_or(0);
            Refusal::polls(line).evidence(told(last))
        }
        _ => failure.into(),
    }
}

/// Says why a thread sleeps on a `Condvar` forever, if one does.
fn sleeps(waits: &[Event], events: &[Event]) -> Option<Refusal> {
    let sleeps = |what: &str| what == "waits for a notification";
    let asleep = &waits.iter().find(|wait| sleeps(&wait.what))?.thread;
    let slept = events.iter().rposition(|event| event.thread == *asleep && sleeps(&event.what))?;
    let told = events.iter().rposition(|event| event.what.starts_with("notifies"));
    Some(match told {
        Some(told) if told < slept && asleep == "main" => {
            let says = "one that comes to the open gate sleeps forever: it waits for a signal that was given before";
            Refusal::new("missed", says)
        }
        Some(told) if told < slept => {
            let says = format!(
                "{asleep} falls asleep when the gate is open: the signal has been given, and no other will come"
            );
            Refusal::new("missed", says)
        }
        Some(_) => {
            let says =
                format!("{asleep} sleeps forever at the open gate: not every thread was told");
            Refusal::new("not_told", says)
        }
        None => {
            let says =
                format!("{asleep} sleeps forever at the open gate: nobody told it to look again");
            Refusal::new("not_told", says)
        }
    })
}
