//! All fetches at once, on one thread, with the results in order.

use std::pin::Pin;
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::tasks::{DAY, blocks_the_executor, never_sleeps, on_paused_clock, watched};
use crate::{
    Calls, Given, Inputs, Refusal, Verdict, ensure, ensure_results, if_it_stands_still, run,
};

/// Where to read more.
pub const PAGE: &str = "tokio/many_tasks";

/// A function that fetches.
pub type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static FETCHES: Calls = Calls::new();
static ROUND: Given<Round> = Given::new();

struct Round {
    numbers: Vec<u64>,
    /// How many milliseconds a fetch takes is a multiple of this.
    unit: u64,
    /// The one that runs all tasks.
    thread: ThreadId,
}

impl Round {
    /// Returns how many milliseconds a fetch takes: the first number's takes longest.
    fn takes(&self, number: u64) -> u64 {
        self.unit * if self.numbers.first() == Some(&number) { 100 } else { number % 9 * 10 + 10 }
    }
}

/// Grades `fetch_all`.
pub fn grade(answer: impl AsyncFn(Vec<u64>, Fetch) -> Vec<u64>) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    let mut inputs = Inputs::new(0);
    let several = inputs.index(7, 9);
    let day = DAY.as_millis() as u64; // A fetch may take as long as it likes.
    for (count, unit) in [(several, 1), (3, day), (2, 1), (1, 1), (0, 1), (300, 1)] {
        let numbers = inputs.numbers(count);
        ROUND.set(Round { numbers: numbers.clone(), unit, thread: thread::current().id() });
        on_paused_clock(async {
            FETCHES.begin();
            let start = Instant::now();
            let got = watched(answer(numbers, fetch)).await;
            judge(&got, start.elapsed())
        })?;
    }
    Ok(())
}

fn result(number: u64) -> u64 {
    number * 100_000
}

fn fetch(number: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        if thread::current().id() != ROUND.get().thread {
            // The clock stands still while a thread for blocking calls runs.
            let says = "a fetch runs on another thread; one thread is enough for all of them";
            run::refuse(Refusal::new("another_thread", says));
        }
        FETCHES.enter(format_args!("number {number}"));
        sleep(Duration::from_millis(ROUND.get().takes(number))).await;
        FETCHES.leave(format_args!("number {number}"));
        result(number)
    })
}

fn judge(got: &[u64], took: Duration) -> Verdict {
    never_sleeps()?;
    let round = ROUND.get();
    let numbers = &round.numbers;
    let count = numbers.len();
    let (begun, ended) = (FETCHES.begun(), FETCHES.ended());
    let says = format!(
        "`fetch_all` returned when {begun} of {count} fetches had begun, and {ended} had ended"
    );
    ensure(ended >= count, "left_behind", says)?;
    FETCHES
        .ensure_each_once(numbers.iter().map(|number| format!("number {number}")), "lost_item")?;
    let says = "there is never more than one fetch under way: the next begins when the one before has ended";
    ensure(FETCHES.peak() > 1 || count < 2, "one_after_another", says)?;
    let took = took.as_millis() as u64;
    let slowest = numbers.iter().map(|number| round.takes(*number)).max().unwrap_or(0);
    let peak = FETCHES.peak();
    let says = format!(
        "on the runtime's own clock it took {took} ms, and the slowest fetch takes {slowest}: at most {peak} of \
         {count} fetches were under way at a time"
    );
    ensure(took <= slowest, "not_all_at_once", says)?;
    let expected: Vec<_> = numbers.iter().map(|number| result(*number)).collect();
    let says = format!("expected {expected:?}, and got {got:?}");
    ensure_results(got, &expected, "numbers", says)
}
