//! Values behind a flag: a thread that sees the flag must see the values.

use std::sync::Arc;

use examples_engine::modelled::thread;
use examples_engine::{Event, step, told};

use crate::{
    Failure, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore, explore_few,
    explore_some, if_it_stands_still, it_may_stand_still, stopped_before_each_step,
    without_asking_again,
};

/// Where to read more.
pub const PAGE: &str = "threads/publish";

type New<Reading> = fn() -> Reading;
type Set<Reading> = fn(&Reading, celsius: u32, minute: u32);
type Get<Reading> = fn(&Reading) -> Option<(u32, u32)>;

type Values = (u32, u32);

/// The name of the thread that sets the values.
const SETTER: &str = "setter";

/// Grades a reading by its three functions.
pub fn grade<Reading>(new: New<Reading>, set: Set<Reading>, get: Get<Reading>) -> Verdict
where
    Reading: Send + Sync + 'static,
{
    let reading = Functions { new, set, get };
    let mut inputs = Inputs::new(0);
    let some = (inputs.between(1, 99) as u32, inputs.between(100, 999) as u32);
    let large = inputs.between(70_000, u64::from(u32::MAX) - 1) as u32;
    explore(move || reading.judge(some), explain)?;
    let own = counts_to_try(1, u32::MAX as usize - 1).into_iter().map(|own| own as u32);
    let own = own.flat_map(|own| [(own, large), (large, own)]);
    for values in own.chain([(u32::MAX - 1, 1), (1, u32::MAX - 1)]) {
        explore_few(move || reading.judge(values), explain)?;
    }
    for values in [(0, large), (large, 0), (0, 0)] {
        explore_some(move || reading.judge(values), explain)?;
    }
    explore_some(move || reading.many_get(some), explain)?;
    explore_few(move || reading.two_readings(some, (large, 0)), explain)?;
    reading.returns_meanwhile(some)
}

struct Functions<Reading> {
    new: New<Reading>,
    set: Set<Reading>,
    get: Get<Reading>,
}

impl<Reading> Clone for Functions<Reading> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Reading> Copy for Functions<Reading> {}

impl<Reading: Send + Sync + 'static> Functions<Reading> {
    /// Another thread gets the values while they are set, and then.
    fn judge(self, values: Values) -> Verdict {
        let (reading, sets) = self.begin(values)?;
        let mut was_there = false;
        for _ in 0..2 {
            let got = (self.get)(&reading);
            was_there = self.judge_one(values, got, was_there)?;
        }
        self.ends(values, &reading, sets)
    }

    /// Two readings are there at the same time.
    fn two_readings(self, first: Values, second: Values) -> Verdict {
        let readings = [(self.new)(), (self.new)()];
        (self.set)(&readings[0], first.0, first.1);
        let got = (self.get)(&readings[1]);
        let says = format!("one reading was set, and `get` of another returned {got:?}");
        ensure(got.is_none(), "outlives_the_call", says)?;
        (self.set)(&readings[1], second.0, second.1);
        for (reading, values) in readings.iter().zip([first, second]) {
            let got = (self.get)(reading);
            let says = format!(
                "two readings were set to {first:?} and {second:?}, and `get` returned {got:?} for the one with \
                 {values:?}"
            );
            ensure(got == Some(values), "outlives_the_call", says)?;
        }
        Ok(())
    }

    /// Two threads get the values at the same time, while they are set, and then.
    fn many_get(self, values: Values) -> Verdict {
        let (reading, sets) = self.begin(values)?;
        let get = || {
            let reading = Arc::clone(&reading);
            thread::spawn(move || (self.get)(&reading))
        };
        for got in [get(), get()] {
            let got = got.join().map_err(|_| Refusal::new("panicked", "`get` panicked"))?;
            self.judge_one(values, got, false)?;
        }
        self.ends(values, &reading, sets)?;
        for got in [get(), get()] {
            let got = got.join().map_err(|_| Refusal::new("panicked", "`get` panicked"))?;
            let says = format!(
                "{values:?} was set, and then two threads called `get`: for one it returned {got:?}"
            );
            ensure(got == Some(values), "lost_value", says)?;
        }
        Ok(())
    }

    /// `get` returns while `set`, or another `get`, is between two of its steps.
    fn returns_meanwhile(self, values: Values) -> Verdict {
        let gets = |reading: &Reading| {
            let waits = || {
                let says = "while `set` or another `get` is between two of its steps, `get` waits until it has gone on; \
                            it should return at once";
                Refusal::new("waits", says)
            };
            if_it_stands_still(waits);
            let got = without_asking_again(waits, || (self.get)(reading));
            it_may_stand_still();
            self.judge_one(values, got, false).map(|_| ())
        };
        let sets = move |reading: &Reading| (self.set)(reading, values.0, values.1);
        stopped_before_each_step(self.new, sets, gets, gets)?;
        let is_set = || {
            let reading = (self.new)();
            sets(&reading);
            reading
        };
        let another = move |reading: &Reading| _ = (self.get)(reading);
        stopped_before_each_step(self.new, another, gets, gets)?;
        stopped_before_each_step(is_set, another, gets, gets)
    }

    /// Returns a new reading, and a thread that sets it.
    fn begin(self, values: Values) -> Result<(Arc<Reading>, thread::JoinHandle<()>), Refusal> {
        let reading = Arc::new((self.new)());
        let got = (self.get)(&reading);
        let says = format!(
            "`get` returned {got:?} for a new reading, as it was set in the one before: something outlives it"
        );
        ensure(got != Some(values), "outlives_the_call", says)?;
        let says = format!("nothing was set, and `get` returned {got:?}");
        ensure(got.is_none(), "there_too_early", says)?;
        let theirs = Arc::clone(&reading);
        let sets = thread::Builder::new().name(SETTER.into()).spawn(move || {
            step(format!("begins to set {values:?}"));
            (self.set)(&theirs, values.0, values.1);
            step(format!("has set {values:?}"));
        });
        Ok((reading, sets.expect("the system has room for a thread")))
    }

    /// Judges what `get` has returned meanwhile. Returns whether the values were there.
    fn judge_one(
        self,
        values: Values,
        got: Option<Values>,
        was_there: bool,
    ) -> Result<bool, Refusal> {
        let says = format!("`get` returned {values:?}, and then `None`: what was there is gone");
        ensure(got.is_some() || !was_there, "lost_value", says)?;
        let Some(got) = got else { return Ok(false) };
        step(format!("got {got:?}"));
        let says =
            format!("{values:?} was set, and `get` returned {got:?}: not all of it was there yet");
        ensure(got == values, "half_set", says)?;
        Ok(true)
    }

    /// Waits until the values are set, and judges what `get` returns then.
    fn ends(self, values: Values, reading: &Reading, sets: thread::JoinHandle<()>) -> Verdict {
        ensure(sets.join().is_ok(), "panicked", "`set` panicked")?;
        let got = (self.get)(reading);
        let says = format!("{values:?} was set, and then `get` returned {got:?}");
        ensure(got == Some(values), "lost_value", says)
    }
}

fn explain(failure: &Failure) -> Refusal {
    let is_old = |event: &&Event| event.what.contains("an old value");
    let old = failure.events.iter().rfind(is_old);
    match &failure.kind {
        Kind::Failed(refusal) if refusal.id == "half_set" => {
            let refusal = old.map_or_else(|| refusal.clone(), not_ordered);
            // What came after that is of no interest.
            let got = failure.events.iter().rposition(|event| event.what.starts_with("got"));
            refusal.evidence(told(&failure.events[..=got.unwrap_or(0)]))
        }
        Kind::Polls(event) if event.thread != SETTER => {
            let says = format!(
                "`get` asks again and again in line {}; when there is no reading, it returns `None`",
                event.line
            );
            Refusal::new("waits", says)
        }
        Kind::Deadlock(waits) if !waits.iter().any(|wait| wait.thread == SETTER) => Refusal::new(
            "waits",
            "`get` waits for a reading; when there is none, it returns `None`",
        ),
        _ => failure.into(),
    }
}

fn not_ordered(old: &Event) -> Refusal {
    let says = format!(
        "a thread has seen that the values are there, and line {} still reads an old one: these orderings allow it",
        old.line
    );
    Refusal::new("not_ordered", says)
}
