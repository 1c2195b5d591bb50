//! A bound on the number of fetches at a time, and no place that stays empty.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use smol::future::yield_now;
use tokio::join;
use tokio::time::{Instant, sleep};

use crate::tasks::{
    DAY, all_wait, blocks_the_executor, ensure_apart, never_sleeps, on_paused_clock,
    one_of_two_stands_still, one_waits_for_the_other, watched,
};
use crate::{
    Inputs, Refusal, Results, Verdict, counts_to_try, ensure, ensure_sevens, if_it_stands_still,
    run, special_inputs,
};

/// Where to read more.
pub const PAGE: &str = "tokio/bounded_concurrency";

/// A function that fetches.
pub type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// How many milliseconds each fetch takes. The first is still under way when the next ones have ended. So an
/// answer that waits for it leaves places empty, and results in the order of their ends are out of order.
const TAKES: [u64; 10] = [50, 20, 10, 30, 20, 10, 10, 20, 10, 10];

static ROUND: Mutex<Option<Round>> = Mutex::new(None);
static RESULTS: Results = Results::new();

struct Round {
    limit: usize,
    numbers: Vec<u64>,
    count: usize,
    /// How many milliseconds a fetch takes is a multiple of this.
    unit: u64,
    /// The one that runs all tasks.
    thread: ThreadId,
    start: Instant,
    seen: Vec<Seen>,
}

/// A fetch begins or ends.
struct Seen {
    number: u64,
    begins: bool,
    /// In milliseconds, on the runtime's clock.
    at: u64,
}

/// Grades `at_most`.
pub fn grade(answer: impl AsyncFn(usize, Vec<u64>, Fetch) -> Vec<u64>) -> Verdict {
    if_it_stands_still(|| round(|round| round.stands_still()));
    let mut inputs = Inputs::new(0);
    let several = inputs.index(2, 5);
    let all = TAKES.len();
    // As many numbers, or places, as a number in the answer's text says.
    let own = counts_to_try(5, 300).into_iter();
    let own = own.flat_map(|own| [(several, own, 1), (own, 2 * own + 1, 1)]);
    let rounds = [
        (4, all, 1),
        (1, 3, 1),
        (5, 3, DAY.as_millis() as u64), // A fetch may take as long as it likes.
        (several, 2 * all + 1, 1),
        (several, 0, 1),
        (3, 1, 1),
        (30, 50, 1),
        (1000, 1010, 1), // as many as the text allows
    ];
    let rounds = rounds.into_iter().chain(own);
    let rounds = rounds.map(|(limit, count, unit)| (limit, inputs.numbers(count), unit));
    for (limit, numbers, unit) in rounds.chain([(3, special_inputs(), 1)]) {
        on_paused_clock(async {
            begin(limit, &numbers, unit);
            let got = watched(answer(limit, numbers, fetch)).await;
            round(|round| round.judge(&got))
        })?;
    }
    on_paused_clock(async {
        let sevens = answer(2, vec![5, 3, 4], |_| Box::pin(async { 7 }));
        ensure_sevens("at_most", &watched(sevens).await)
    })?;
    if_it_stands_still(|| one_of_two_stands_still("at_most"));
    let numbers = [(21..27).rev().collect(), (11..20).rev().collect::<Vec<u64>>()];
    let limits = [2, 3];
    let expected = numbers.each_ref().map(|numbers| Results::expected(numbers));
    on_paused_clock(async {
        begin(2, &[], 1); // So each fetch takes as long as the first one.
        let [first, second] = numbers;
        let first = watched(answer(limits[0], first, fetch));
        let (first, second) = join!(first, watched(answer(limits[1], second, fetch)));
        if round(|round| round.start.elapsed()) > Duration::from_millis(3 * TAKES[0]) {
            return Err(one_waits_for_the_other("at_most"));
        }
        never_sleeps()?;
        ensure_apart("at_most", [first, second], expected)?;
        for (place, limit) in limits.into_iter().enumerate() {
            let peak = round(|round| round.peak_of(|number| (number > 20) == (place == 0)));
            let says = format!(
                "two tasks have called `at_most` at the same time, with the limits {limits:?}, and {peak} fetches of the \
                 call with {limit} were under way: the two calls share something"
            );
            ensure(peak <= limit, "outlives_the_call", says)?;
        }
        Ok(())
    })
}

fn begin(limit: usize, numbers: &[u64], unit: u64) {
    RESULTS.forget();
    let (thread, start) = (thread::current().id(), Instant::now());
    let (numbers, count, seen) = (numbers.to_vec(), numbers.len(), Vec::new());
    let new = Round { limit, numbers, count, unit, thread, start, seen };
    *ROUND.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
}

fn round<R>(look: impl FnOnce(&mut Round) -> R) -> R {
    let mut round = ROUND.lock().unwrap_or_else(PoisonError::into_inner);
    look(round.as_mut().expect("the answer is called in a round"))
}

fn fetch(number: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        let takes = round(|round| {
            round.see(number, true);
            round.takes(number)
        });
        yield_now().await; // It is woken while it is polled.
        sleep(Duration::from_millis(takes)).await;
        round(|round| round.see(number, false));
        RESULTS.next(number)
    })
}

/// How many fetches have begun, and how many have ended.
struct Counts {
    begun: usize,
    ended: usize,
}

impl Counts {
    fn under_way(&self) -> usize {
        self.begun - self.ended
    }
}

fn counts(seen: &[Seen]) -> Counts {
    let begun = seen.iter().filter(|seen| seen.begins).count();
    Counts { begun, ended: seen.len() - begun }
}

impl Round {
    fn takes(&self, number: u64) -> u64 {
        let place = self.numbers.iter().position(|other| *other == number).unwrap_or(0);
        self.unit * TAKES[place % TAKES.len()]
    }

    fn see(&mut self, number: u64, begins: bool) {
        if thread::current().id() != self.thread {
            // The clock stands still while a thread for blocking calls runs.
            let says = "a fetch runs on another thread; one thread is enough for all of them";
            run::refuse(Refusal::new("another_thread", says));
        }
        let at = self.start.elapsed().as_millis() as u64;
        self.seen.push(Seen { number, begins, at });
    }

    fn judge(&self, got: &[u64]) -> Verdict {
        never_sleeps()?;
        let Self { limit, count, .. } = *self;
        let Counts { begun, ended } = counts(&self.seen);
        let says = format!(
            "`at_most` returned when {begun} of {count} fetches had begun, and {ended} had ended"
        );
        ensure(ended >= count, "left_behind", says)?;
        let says = format!("{begun} fetches have begun, and there are {count} numbers");
        ensure(begun == count, "done_twice", says)?;
        self.judge_peak()?;
        self.judge_places()?;
        Results::ensure(&self.numbers, got, "numbers", |expected| {
            format!("with `limit` {limit}: expected {expected:?}, and got {got:?}")
        })
    }

    /// Returns how many of these fetches were under way at the same time, at most.
    fn peak_of(&self, is_one: impl Fn(u64) -> bool) -> usize {
        let theirs = self.seen.iter().filter(|seen| is_one(seen.number));
        let under_way = theirs.scan(0_usize, |under_way, seen| {
            *under_way = if seen.begins { *under_way + 1 } else { *under_way - 1 };
            Some(*under_way)
        });
        under_way.max().unwrap_or(0)
    }

    fn judge_peak(&self) -> Verdict {
        let Self { limit, count, .. } = *self;
        let under_way = |length: &usize| counts(&self.seen[..*length]).under_way();
        let first = (0..=self.seen.len()).rev().max_by_key(under_way).unwrap_or(0);
        let peak = under_way(&first);
        let says =
            format!("{peak} fetches were under way at the same time, and `limit` was {limit}");
        ensure(peak <= limit, "too_many_at_once", says)
            .map_err(|refusal| refusal.evidence(self.told(&self.seen[..first])))?;
        let says = "there is never more than one fetch under way: the next begins when the one before has ended";
        ensure(peak > 1 || limit.min(count) <= 1, "one_after_another", says)
    }

    /// Refuses if time has passed while a fetch was waiting and another could have been under way.
    fn judge_places(&self) -> Verdict {
        let Self { limit, count, .. } = *self;
        let mut now = 0;
        for (index, seen) in self.seen.iter().enumerate() {
            let before = counts(&self.seen[..index]);
            let (under_way, waits) = (before.under_way(), count.saturating_sub(before.begun));
            let time = seen.at - now;
            let fetches = if waits == 1 { "fetch" } else { "fetches" };
            let says = format!(
                "for {time} ms a place stood empty: {under_way} of {limit} were taken, and {waits} {fetches} had \
                 not begun"
            );
            let is_used = time == 0 || under_way >= limit || waits == 0;
            ensure(is_used, "idle_slot", says)
                .map_err(|refusal| refusal.evidence(self.told(&self.seen[..=index])))?;
            now = seen.at;
        }
        Ok(())
    }

    fn stands_still(&self) -> Refusal {
        if !all_wait() {
            return blocks_the_executor();
        }
        let Self { limit, count, .. } = *self;
        let Counts { begun, ended } = counts(&self.seen);
        let says = if ended == count {
            format!(
                "with `limit` {limit}: all {count} fetches have ended, and `at_most` does not return"
            )
        } else {
            format!(
                "with `limit` {limit}: {begun} of {count} fetches have begun, {ended} have ended, and now every \
                 task waits, forever"
            )
        };
        Refusal::new("deadlock", says).evidence(self.told(&self.seen))
    }

    /// Returns one line for each event.
    fn told(&self, seen: &[Seen]) -> Vec<String> {
        let line = |(index, Seen { number, begins, at }): (usize, &Seen)| {
            let does = if *begins { "begins" } else { "ends" };
            let under_way = counts(&seen[..=index]).under_way();
            format!("after {at:>3} ms  fetch {number} {does:<6}  {under_way} under way")
        };
        seen.iter().enumerate().map(line).collect()
    }
}
