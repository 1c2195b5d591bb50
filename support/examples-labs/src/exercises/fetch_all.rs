//! All fetches at once, on one thread, with the results in order.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::tasks::{blocks_the_executor, never_sleeps, on_paused_clock};
use crate::{Calls, Verdict, ensure, ensure_results, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "tokio/many_tasks";

/// A function that fetches.
pub type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static FETCHES: Calls = Calls::new();
const COUNT: u64 = 8;
/// The slowest fetch, in milliseconds. The others take 10 less each.
const SLOWEST: u64 = 100;

/// Grades `fetch_all`.
pub fn grade(answer: impl AsyncFn(Vec<u64>, Fetch) -> Vec<u64>) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    on_paused_clock(async {
        FETCHES.begin();
        let start = Instant::now();
        let got = answer((0..COUNT).collect(), fetch).await;
        judge(&got, start.elapsed())
    })
}

fn fetch(number: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        FETCHES.enter(format_args!("fetch {number}"));
        sleep(Duration::from_millis(SLOWEST - 10 * number)).await;
        FETCHES.leave(format_args!("fetch {number}"));
        number * 100
    })
}

fn judge(got: &[u64], took: Duration) -> Verdict {
    never_sleeps()?;
    let (begun, ended) = (FETCHES.begun(), FETCHES.ended());
    let says = format!(
        "`fetch_all` returned when {begun} of {COUNT} fetches had begun, and {ended} had ended"
    );
    ensure(ended == COUNT as usize, "left_behind", says)?;
    let says = "there is never more than one fetch under way: the next begins when the one before has ended";
    ensure(FETCHES.peak() > 1, "one_after_another", says)?;
    let took = took.as_millis() as u64;
    let peak = FETCHES.peak();
    let says = format!(
        "on the runtime's own clock it took {took} ms, and the slowest fetch takes {SLOWEST}: at most {peak} of \
         {COUNT} fetches were under way at a time"
    );
    ensure(took <= SLOWEST, "not_all_at_once", says)?;
    let expected: Vec<_> = (0..COUNT).map(|number| number * 100).collect();
    let says = format!("expected {expected:?}, and got {got:?}");
    ensure_results(got, &expected, "numbers", says)
}
