//! All fetches at once, on one thread, with the results in order.

use std::pin::Pin;
use std::thread::{self, ThreadId};
use std::time::Duration;

use smol::future::yield_now;
use tokio::join;
use tokio::time::{Instant, sleep};

use crate::tasks::{
    DAY, blocks_the_executor, ensure_apart, never_sleeps, on_paused_clock, one_of_two_stands_still,
    one_waits_for_the_other, watched,
};
use crate::{
    Calls, Given, Inputs, Refusal, Results, Verdict, counts_to_try, ensure, ensure_sevens,
    if_it_stands_still, run, special_inputs,
};

/// Where to read more.
pub const PAGE: &str = "tokio/many_tasks";

/// A function that fetches.
pub type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static FETCHES: Calls = Calls::new();
static RESULTS: Results = Results::new();
static ROUND: Given<Round> = Given::new();

struct Round {
    numbers: Vec<u64>,
    /// How many milliseconds a fetch takes is a multiple of this.
    unit: u64,
    /// The one that runs all tasks.
    thread: ThreadId,
}

impl Round {
    /// Returns how many milliseconds a fetch takes: the first number's takes longest, or the last one's if there are many.
    fn takes(&self, number: u64) -> u64 {
        let is_last = self.numbers.len() > 99 && self.numbers.last() == Some(&number);
        let is_first = self.numbers.first() == Some(&number);
        self.unit
            * match (is_last, is_first) {
                (true, _) => 110,
                (false, true) => 100,
                (false, false) => number % 9 * 10 + 10,
            }
    }

    fn slowest(&self) -> u64 {
        self.numbers.iter().map(|number| self.takes(*number)).max().unwrap_or(0)
    }
}

/// Grades `fetch_all`.
pub fn grade(answer: impl AsyncFn(Vec<u64>, Fetch) -> Vec<u64>) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    let mut inputs = Inputs::new(0);
    let several = inputs.index(7, 9);
    let day = DAY.as_millis() as u64; // A fetch may take as long as it likes.
    let rounds = [(several, 1), (3, day), (2, 1), (1, 1), (0, 1), (300, 1)];
    let own = counts_to_try(5, 1000).into_iter().map(|own| (own, 1));
    let rounds = rounds.into_iter().chain(own);
    let rounds = rounds.map(|(count, unit)| (inputs.numbers(count), unit));
    for (numbers, unit) in rounds.chain([(special_inputs(), 1)]) {
        ROUND.set(Round { numbers: numbers.clone(), unit, thread: thread::current().id() });
        on_paused_clock(async {
            FETCHES.begin();
            RESULTS.forget();
            let start = Instant::now();
            let got = watched(answer(numbers, fetch)).await;
            judge(&got, start.elapsed())
        })?;
    }
    on_paused_clock(async {
        let sevens = answer(vec![5, 3, 4], |_| Box::pin(async { 7 }));
        ensure_sevens("fetch_all", &watched(sevens).await)
    })?;
    if_it_stands_still(|| one_of_two_stands_still("fetch_all"));
    let numbers = [[23, 22, 21].to_vec(), [14, 13, 12, 11].to_vec()];
    let expected = numbers.each_ref().map(|numbers| Results::expected(numbers));
    let round = Round { numbers: numbers.concat(), unit: 1, thread: thread::current().id() };
    let slowest = round.slowest();
    ROUND.set(round);
    on_paused_clock(async {
        RESULTS.forget();
        let start = Instant::now();
        let [first, second] = numbers.map(|numbers| watched(answer(numbers, fetch)));
        let (first, second) = join!(first, second);
        if start.elapsed().as_millis() as u64 > slowest {
            return Err(one_waits_for_the_other("fetch_all"));
        }
        never_sleeps()?;
        ensure_apart("fetch_all", [first, second], expected)
    })
}

fn fetch(number: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        if thread::current().id() != ROUND.get().thread {
            // The clock stands still while a thread for blocking calls runs.
            let says = "a fetch runs on another thread; one thread is enough for all of them";
            run::refuse(Refusal::new("another_thread", says));
        }
        FETCHES.enter(format_args!("number {number}"));
        yield_now().await; // It is woken while it is polled.
        sleep(Duration::from_millis(ROUND.get().takes(number))).await;
        FETCHES.leave(format_args!("number {number}"));
        RESULTS.next(number)
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
    let slowest = round.slowest();
    let peak = FETCHES.peak();
    let says = format!(
        "on the runtime's own clock it took {took} ms, and the slowest fetch takes {slowest}: at most {peak} of \
         {count} fetches were under way at a time"
    );
    ensure(took <= slowest, "not_all_at_once", says)?;
    Results::ensure(numbers, got, "numbers", |expected| {
        format!("expected {expected:?}, and got {got:?}")
    })
}
