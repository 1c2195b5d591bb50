//! A service of three libraries: Rayon counts, a channel carries, Tokio serves.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::future::poll_fn;
use std::panic::Location;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use super::fold_reduce;
use examples_engine::free::hold_new_threads;
use examples_engine::{Monitor, counted};
use tokio::task::yield_now;
use tokio::time::Instant;

use crate::tasks::{
    DAY, all_wait, ensure_no_timer, never_waits, on_paused_clock, poll_once, watched, watched_from,
    while_polled_by,
};
use crate::{
    Inputs, Refusal, Verdict, counts_to_try, each_step_late, ensure, if_it_stands_still,
    let_others_go_on,
};

/// Where to read more.
pub const PAGE: &str = "combined/render_service";

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// As many requests wait as may.
    Full,
    /// The service was stopped.
    Stopped,
}

type Counts = HashMap<String, u64>;
type Count = fn(lines: &[String], level: for<'a> fn(&'a str) -> &'a str) -> Counts;
type Work = fn(&[String]) -> Counts;
type Answer = Result<Counts, Refused>;

/// More requests than the service has room for.
const REQUESTS: usize = 8;
/// How many requests are made, one after the other. Two of them are the same.
const ONE_BY_ONE: usize = 6;

/// Grades a service by its functions, in the order in which the task names them.
pub fn grade<S>(
    count: Count,
    start: fn(bound: usize, work: Work) -> S,
    ask: impl AsyncFn(&S, Vec<String>) -> Answer,
    stop: impl AsyncFn(&S),
) -> Verdict {
    fold_reduce::judge("`level`", line, |lines| {
        let lines: Vec<_> = lines.iter().map(|line| line.to_string()).collect();
        count(&lines, level)
    })?;
    let bound = Inputs::new(1).index(2, 4);
    let full = |bound| grade_full(start, &ask, &stop, bound);
    full(bound)?;
    full(1)?;
    counts_to_try(5, 300).into_iter().try_for_each(full)?;
    for (bound, asks) in [
        (bound, Asks::ArePolled),
        (bound, Asks::Sleep),
        (bound, Asks::AreDropped),
        (bound, Asks::WaitAndAreDropped),
        (1, Asks::ArePolled), // When it is stopped, the channel is full.
    ] {
        on_paused_clock(async {
            let service = start(bound, work);
            let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
            begins(&mut requests).await?;
            let so_far = drains(&mut requests, asks, || Box::pin(stop(&service))).await;
            so_far.map_err(|refusal| refusal.evidence(requests.told()))
        })?;
    }
    on_paused_clock(async {
        let service = start(2, work);
        let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
        begins(&mut requests).await?;
        let so_far = places_are_those_of_the_channel(&mut requests).await;
        so_far.map_err(|refusal| refusal.evidence(requests.told()))
    })?;
    on_paused_clock(async {
        let service = start(3, work);
        let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
        one_poll_sends(&mut requests, || Box::pin(stop(&service))).await
    })?;
    on_paused_clock(async {
        let service = start(3, work);
        let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
        are_many(&mut requests).await
    })?;
    two_services(start, &ask, &stop)?;
    each_step_late(|| {
        on_paused_clock(async {
            let service = start(3, work);
            let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
            let so_far = meets_late_steps(&mut requests, || Box::pin(stop(&service))).await;
            so_far.map_err(|refusal| refusal.evidence(requests.told()))
        })
    })
}

/// One request after the other, more than any number that the service may have of its own.
async fn are_many<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
) -> Verdict {
    MAY_END.with(|may_end| *may_end = ALL);
    expect("while `ask` waits for its counts", "never_answered", || {
        format!(
            "{MANY} requests were made, one after the other, and some call of `ask` never returns"
        )
    });
    for _ in 0..MANY {
        requests.ask();
        requests.until(|requests| requests.pending() == 0).await;
    }
    for (number, answer) in requests.answers() {
        let says = format!("request {number} got {}, and there was room for it", Got(answer));
        ensure(is_own(number, answer)?, "refuses_too_early", says)?;
    }
    Ok(())
}

/// The places of a service with a bound of 2 do not depend on who waits for an answer: those of dropped futures stay
/// taken, and that of a request is free as soon as it is counted, though nobody has polled its future since.
async fn places_are_those_of_the_channel<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
) -> Verdict {
    (0..2).for_each(|_| requests.ask());
    requests.until(|_| true).await;
    let_others_go_on(); // Another thread may send them.
    requests.forget(2);
    requests.forget(3);
    requests.ask();
    requests.go_on().await;
    ensure_no_timer("ask");
    let is_full = requests.answers().any(|answer| answer == (4, &Err(Refused::Full)));
    let says = "the futures of the 2 requests that wait were dropped, and one more request was accepted: with a bound \
                of 2, 3 wait in the channel now";
    ensure(is_full, "too_many", says)?;
    requests.asleep = 1;
    MAY_END.with(|may_end| *may_end = 1);
    expect("while requests are counted", "never_counted", || {
        "the first request was counted, nobody polls its future, and the next one is not counted"
            .into()
    });
    requests.until(|_| BEGUN.load(SeqCst) == 2).await;
    requests.ask();
    requests.go_on().await;
    let has_room = requests.answers().all(|(number, _)| number != 5);
    let says = "the first request was counted, and the next one is being counted, so there is room for one more; it \
                was refused, because nobody has polled the future of the first one since";
    ensure(has_room, "refuses_too_early", says)?;
    requests.asleep = 0;
    MAY_END.with(|may_end| *may_end = ALL);
    expect("while `ask` waits for its counts", "never_answered", || {
        "the futures of other requests were dropped, and some call of `ask` never returns".into()
    });
    requests.until(|requests| requests.pending() == 0).await;
    Ok(())
}

/// The futures of two requests are polled once, and one of them is dropped. Then the service is stopped.
async fn one_poll_sends<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
    stop: impl FnOnce() -> Task<'a, ()>,
) -> Verdict {
    hold_new_threads(true); // None can send the requests, or they come late.
    let [mut first, mut second] = [1, 2].map(|number| (requests.ask)(lines(number)));
    let is_refused = [&mut first, &mut second].map(|ask| poll_once(ask.as_mut()).is_ready());
    let says = "a service that has nothing to do refuses a request";
    ensure(is_refused == [false; 2], "refuses_too_early", says)?;
    drop(second);
    MAY_END.with(|may_end| *may_end = ALL);
    expect("while `stop` waits for the thread that counts", "never_stops", || {
        "two futures of `ask` were polled once, and `stop` never returns".into()
    });
    requests.stop(stop());
    requests.until(|_| true).await;
    hold_new_threads(false);
    requests.until(|requests| requests.stopping.is_none()).await;
    let counted = requests.counted_before;
    let says = format!(
        "two futures of `ask` were polled once, and then `stop` was called; when it returned, {counted} of the 2 \
         requests had been counted: the first poll of a future should send its request"
    );
    ensure(counted == 2, "sent_too_late", says)?;
    requests.all.push(Request::Pending(first));
    expect("while `ask` waits for its counts", "never_answered", || {
        "a future of `ask` was polled once, then its request was counted, and the future never returns".into()
    });
    requests.until(|requests| requests.pending() == 0).await;
    let own = requests.answers().map(|(number, answer)| is_own(number, answer));
    let own = own.collect::<Result<Vec<_>, _>>()?;
    let says = "a request was counted when its future had been polled once, and it got no counts";
    ensure(own == [true], "lost_request", says)
}

/// Some requests and a stop, with counts that take no time.
async fn meets_late_steps<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
    stop: impl FnOnce() -> Task<'a, ()>,
) -> Verdict {
    MAY_END.with(|may_end| *may_end = ALL);
    expect("while `ask` waits for its counts", "never_answered", || {
        "a request was counted, and nobody wakes the task that waits for its counts".into()
    });
    for number in 1..=ONE_BY_ONE {
        requests.ask();
        requests.until(|requests| requests.pending() == 0 || number == 1).await;
    }
    requests.until(|requests| requests.pending() == 0).await;
    let begun = BEGUN.load(SeqCst);
    let times = counted(begun, "time");
    let says = format!("{ONE_BY_ONE} requests were made, and `work` was called {times}");
    ensure(begun == ONE_BY_ONE, "never_counted", says)?;
    for (number, answer) in requests.answers() {
        let says = format!("request {number} got {}, and there was room for it", Got(answer));
        ensure(is_own(number, answer)?, "refuses_too_early", says)?;
    }
    expect("while `stop` waits for the thread that counts", "never_stops", || {
        "all requests were answered, and `stop` never returns: the end of the thread is missed"
            .into()
    });
    requests.stop(stop());
    requests.until(|requests| requests.stopping.is_none()).await;
    Ok(())
}

/// Two services count at the same time, and one of them is stopped. Before that, a future of `ask` is never polled.
fn two_services<S>(
    start: fn(bound: usize, work: Work) -> S,
    ask: impl AsyncFn(&S, Vec<String>) -> Answer,
    stop: impl AsyncFn(&S),
) -> Verdict {
    on_paused_clock(async {
        let services = [start(2, work), start(2, work)];
        let asked = Cell::new(0);
        let mut requests = Requests::new(|lines| {
            asked.set(asked.get() + 1);
            Box::pin(ask(&services[asked.get() % 2], lines))
        });
        let two_share =
            |says: &str| format!("there are two services, and {says}: the two share something");
        let unpolled = (requests.ask)(lines(1));
        let_others_go_on();
        drop(unpolled);
        let says = "`ask` was called, nobody has polled its future, and the lines are counted all the same";
        ensure(BEGUN.load(SeqCst) == 0, "sent_too_early", says)?;
        asked.set(0);
        let so_far = async {
            let says = "while one of them counts, the other does not";
            expect("while two services count", "outlives_the_call", move || two_share(says));
            (0..2).for_each(|_| requests.ask());
            requests.until(|requests| BEGUN.load(SeqCst) == 2 || requests.pending() < 2).await;
            MAY_END.with(|may_end| *may_end = ALL);
            requests.until(|requests| requests.pending() == 0).await;
            let says = "when one of them is stopped, nothing gets on any more";
            expect("while `stop` waits", "outlives_the_call", move || two_share(says));
            requests.stop(Box::pin(stop(&services[1])));
            requests.until(|requests| requests.stopping.is_none()).await;
            (0..2).for_each(|_| requests.ask());
            requests.until(|requests| requests.pending() == 0).await;
            for (number, answer) in requests.answers() {
                let is_right = match number {
                    3 => *answer == Err(Refused::Stopped),
                    _ => is_own(number, answer)?,
                };
                let says = format!("after one was stopped, request {number} got {}", Got(answer));
                ensure(is_right, "outlives_the_call", two_share(&says))?;
            }
            requests.stop(Box::pin(stop(&services[0])));
            requests.until(|requests| requests.stopping.is_none()).await;
            Ok(())
        };
        let so_far = so_far.await;
        so_far.map_err(|refusal: Refusal| refusal.evidence(requests.told()))
    })
}

/// Fills up a service with this bound, and stops it when it has nothing to do.
fn grade_full<S>(
    start: fn(bound: usize, work: Work) -> S,
    ask: impl AsyncFn(&S, Vec<String>) -> Answer,
    stop: impl AsyncFn(&S),
    bound: usize,
) -> Verdict {
    on_paused_clock(async {
        let service = start(bound, work);
        let mut requests = Requests::new(|lines| Box::pin(ask(&service, lines)));
        begins(&mut requests).await?;
        let so_far = fills_up(&mut requests, bound).await;
        so_far.map_err(|refusal| refusal.evidence(requests.told()))?;

        requests.go_on().await; // The thread waits for a request.
        requests.stop(Box::pin(stop(&service)));
        let says = "all requests were answered, and `stop` never returns: the thread does not end, or its end is missed";
        expect("while `stop` waits for the thread that counts", "never_stops", || says.into());
        requests.until(|requests| requests.stopping.is_none()).await;
        Ok(())
    })
}

/// What becomes of the requests from before while a service stops.
#[derive(Clone, Copy)]
enum Asks {
    ArePolled,
    /// Nobody polls them until `stop` has returned.
    Sleep,
    /// The first one is, and the second one is still to be answered.
    AreDropped,
    /// The second one is, which has not begun.
    WaitAndAreDropped,
}

/// Returns a line, and its level.
fn line(inputs: &mut Inputs) -> fold_reduce::Line {
    // A line may have no level: then it begins with a space.
    const LEVELS: [&str; 7] = ["INFO", "INFO", "INFO", "WARN", "ERROR", "info", ""];
    let level = match inputs.index(0, 19) {
        0 => format!("LEVEL{}", inputs.index(0, 9999)), // One of very many.
        _ => LEVELS[inputs.index(0, LEVELS.len() - 1)].into(),
    };
    let text = ["it starts", "WARN", "the disk is full"][inputs.index(0, 2)];
    (format!("{level} {text}"), vec![level])
}

fn level(line: &str) -> &str {
    fold_reduce::call();
    first_word(line)
}

fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

/// How often `work` was called, and how often it has returned.
static BEGUN: AtomicUsize = AtomicUsize::new(0);
static ENDED: AtomicUsize = AtomicUsize::new(0);
/// How many calls of `work` were under way at a time, at most.
static PEAK: AtomicUsize = AtomicUsize::new(0);
/// How many calls of `work` may return.
static MAY_END: Monitor<usize> = Monitor::new(0);
/// More than there ever are.
const ALL: usize = 10_000;
const MANY: usize = 1100;
/// How many requests have no answer yet.
static PENDING: AtomicUsize = AtomicUsize::new(0);
/// Wakes the task that makes the requests.
static TASK: Mutex<Option<Waker>> = Mutex::new(None);

/// Takes as long as the grader likes.
fn work(lines: &[String]) -> Counts {
    let begun = BEGUN.fetch_add(1, SeqCst) + 1;
    PEAK.fetch_max(begun - ENDED.load(SeqCst), SeqCst);
    wake();
    MAY_END.wait(Location::caller(), |may_end| match may_end.checked_sub(1) {
        Some(left) => {
            *may_end = left;
            Ok(())
        }
        None => Err("counts, until other tasks have run".into()),
    });
    ENDED.fetch_add(1, SeqCst);
    wake();
    counts_of(lines)
}

fn wake() {
    let task = TASK.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(task) = task {
        task.wake();
    }
}

/// Says what is wrong if the answer stands still from now on: a task occupies the thread of all tasks, or all
/// of them wait for what never comes.
fn expect(occupied: &'static str, id: &'static str, says: impl Fn() -> String + Send + 'static) {
    if_it_stands_still(move || {
        if all_wait() {
            Refusal::new(id, says())
        } else {
            let says = format!(
                "{occupied}, the thread that runs all tasks is occupied: no other task runs"
            );
            Refusal::new("blocks_the_executor", says)
        }
    });
}

type Task<'a, R> = Pin<Box<dyn Future<Output = R> + 'a>>;

/// What was asked of the service, and what has come of it.
struct Requests<'a, Ask> {
    ask: Ask,
    all: Vec<Request<'a>>,
    /// Nobody polls the first ones for a time, this many.
    asleep: usize,
    stopping: Option<Task<'a, ()>>,
    /// How many requests had been counted when `stop` returned.
    counted_before: usize,
}

enum Request<'a> {
    Pending(Task<'a, Answer>),
    Ended(Answer),
    Dropped,
}

/// Returns the lines of the request with this number. Some have none, so there are requests that are the same, also one
/// after the other; one has very many.
fn lines(number: usize) -> Vec<String> {
    let copies = match (number, number % 6) {
        (40, _) => 5000,
        (_, 3 | 4 | 0) => 0,
        _ => 2,
    };
    vec![format!("line of request {number}"); copies]
}

fn counts_of(lines: &[String]) -> Counts {
    let mut counts = Counts::new();
    for line in lines {
        *counts.entry(line.clone()).or_default() += 1;
    }
    counts
}

impl<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>> Requests<'a, Ask> {
    /// Begins anew: nothing has been asked, and `work` takes long.
    fn new(ask: Ask) -> Self {
        BEGUN.store(0, SeqCst);
        ENDED.store(0, SeqCst);
        PEAK.store(0, SeqCst);
        MAY_END.renew(0);
        Self { ask, all: Vec::new(), asleep: 0, stopping: None, counted_before: 0 }
    }

    /// Makes a request. It begins when this is polled.
    fn ask(&mut self) {
        let lines = lines(self.all.len() + 1);
        self.all.push(Request::Pending(Box::pin(watched((self.ask)(lines)))));
    }

    /// Begins to stop the service, when this is polled.
    fn stop(&mut self, stop: Task<'a, ()>) {
        self.stopping = Some(Box::pin(watched_from(1, stop)));
    }

    /// Drops the future of a request, whether it has an answer or not.
    fn forget(&mut self, number: usize) {
        self.all[number - 1] = Request::Dropped;
    }

    fn pending(&self) -> usize {
        self.all.iter().filter(|request| matches!(request, Request::Pending(_))).count()
    }

    /// Returns the answers that are there, with the numbers of their requests.
    fn answers(&self) -> impl Iterator<Item = (usize, &Answer)> {
        self.all.iter().enumerate().filter_map(|(index, request)| match request {
            Request::Ended(answer) => Some((index + 1, answer)),
            Request::Pending(_) | Request::Dropped => None,
        })
    }

    fn poll(&mut self, context: &mut Context) {
        *TASK.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        for request in self.all.iter_mut().skip(self.asleep) {
            if let Request::Pending(task) = request
                && let Poll::Ready(answer) = task.as_mut().poll(context)
            {
                *request = Request::Ended(answer);
            }
        }
        if let Some(task) = &mut self.stopping
            && task.as_mut().poll(context).is_ready()
        {
            self.counted_before = ENDED.load(SeqCst);
            self.stopping = None;
        }
        PENDING.store(self.pending(), SeqCst);
    }

    /// Lets all requests go on, until this is so.
    async fn until(&mut self, is_so: impl Fn(&Self) -> bool) {
        poll_fn(|context| {
            self.poll(context);
            if is_so(self) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Lets all requests go on, until each has got as far as it can. Most answers do all that they can at once.
    async fn go_on(&mut self) {
        for _ in 0..3 {
            self.until(|_| true).await;
            tokio::time::advance(DAY).await; // A count may take days.
            while_polled_by(async || {
                self.until(|_| true).await;
                yield_now().await;
            })
            .await;
            let_others_go_on();
        }
        self.until(|_| true).await;
    }

    fn told(&self) -> Vec<String> {
        let told = |(index, request): (usize, &Request)| match request {
            Request::Pending(_) => format!("request {}  waits", index + 1),
            Request::Dropped => format!("request {}  is dropped", index + 1),
            Request::Ended(answer) => format!("request {}  got {}", index + 1, Got(answer)),
        };
        self.all.iter().enumerate().map(told).collect()
    }
}

/// An answer, in words.
struct Got<'a>(&'a Answer);

impl fmt::Display for Got<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            Ok(_) => f.write_str("its counts"),
            Err(refused) => write!(f, "Err({refused:?})"),
        }
    }
}

/// Makes the first request, which the thread begins to count.
async fn begins<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
) -> Verdict {
    let_others_go_on(); // The thread waits for its first request.
    requests.ask();
    let says = "`ask` waits, and nobody calls `work` for its lines";
    expect("while the lines are counted", "never_counted", || says.into());
    requests.until(|requests| BEGUN.load(SeqCst) > 0 || requests.pending() == 0).await;
    first_waits(requests)
}

/// Refuses if the first request has an answer already.
fn first_waits<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &Requests<'a, Ask>,
) -> Verdict {
    match requests.answers().find(|(number, _)| *number == 1) {
        None => Ok(()),
        Some((_, Ok(_))) => {
            let says = "`ask` returned before the lines were counted";
            Err(Refusal::new("left_behind", says))
        }
        Some((_, Err(refused))) => {
            let says = format!("the first request was refused as `{refused:?}`, and nothing waits");
            Err(Refusal::new("refuses_too_early", says))
        }
    }
}

/// Makes more requests than there is room for while the first is counted, and then lets them end.
async fn fills_up<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
    bound: usize,
) -> Verdict {
    // Whoever counts two at a time shows it first.
    requests.ask();
    requests.go_on().await;
    one_at_a_time()?;
    first_waits(requests)?;
    let all = REQUESTS.max(bound + 4);
    (2..all).for_each(|_| requests.ask());
    expect("while `ask` waits for room in the channel", "too_many", move || {
        let pending = PENDING.load(SeqCst);
        format!(
            "while the first request is counted, {pending} of {all} are under way; with a bound of {bound} \
             there is room for {bound} more, and the others are refused at once"
        )
    });
    let start = Instant::now();
    requests.until(|requests| requests.pending() <= bound + 1).await;
    let says = "the channel is full, and `ask` waits for some time before it says so";
    ensure(start.elapsed().is_zero(), "time_limit", says)?;
    requests.go_on().await;
    one_at_a_time()?;
    for (number, answer) in requests.answers() {
        let says =
            format!("the channel is full, and request {number} got {}, not Err(Full)", Got(answer));
        ensure(*answer == Err(Refused::Full), "wrong_refusal", says)?;
    }
    let pending = requests.pending();
    let says = format!(
        "{pending} of {all} requests were accepted; with a bound of {bound}, one is counted and {bound} wait"
    );
    ensure(pending == bound + 1, "refuses_too_early", says)?;
    one_place_is_free(requests, bound).await?;
    MAY_END.with(|may_end| *may_end = ALL);
    expect("while a request is counted", "never_answered", || {
        "no request is counted any more, and some calls of `ask` never return".into()
    });
    requests.until(|requests| requests.pending() == 0).await;
    one_at_a_time()?;
    never_waits()?;
    let mut accepted = 0;
    for (number, answer) in requests.answers() {
        let says = format!("request {number} got Err(Stopped), and nobody has called `stop`");
        ensure(*answer != Err(Refused::Stopped), "wrong_refusal", says)?;
        accepted += usize::from(is_own(number, answer)?);
    }
    let pending = pending + 1; // One more was accepted later.
    let says = format!("{pending} requests were accepted, and {accepted} of them were counted");
    ensure(accepted == pending, "lost_request", says)
}

/// Lets the first request end: the next one is counted, and one more can wait.
async fn one_place_is_free<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
    bound: usize,
) -> Verdict {
    MAY_END.with(|may_end| *may_end = 1);
    expect("while the second request is counted", "never_answered", || {
        "the first request was counted, and `ask` does not return, or nobody counts the next one"
            .into()
    });
    requests.until(|requests| requests.pending() <= bound && BEGUN.load(SeqCst) >= 2).await;
    requests.go_on().await;
    let before = requests.pending();
    (0..REQUESTS).for_each(|_| requests.ask());
    requests.go_on().await;
    let more = requests.pending() - before;
    let says = format!(
        "the first of {} requests was answered and the next one is counted, so there is room for 1 more; {more} were \
         accepted: the thread should take one request at a time out of the channel",
        bound + 1
    );
    ensure(more <= 1, "too_many", says.clone())?;
    ensure(more == 1, "refuses_too_early", says)
}

/// Refuses if two requests were counted at the same time.
fn one_at_a_time() -> Verdict {
    let peak = PEAK.load(SeqCst);
    let says = format!(
        "{peak} requests are counted at the same time; `work` is to be called for one after the other"
    );
    ensure(peak <= 1, "several_at_once", says)
}

/// Returns whether the answer is a count.
///
/// # Errors
/// If it is that of another request.
fn is_own(number: usize, answer: &Answer) -> Result<bool, Refusal> {
    let Ok(counts) = answer else { return Ok(false) };
    let own = counts_of(&lines(number));
    let says = format!("`work` returned {own:?} for request {number}, and `ask` {counts:?}");
    ensure(*counts == own, "wrong_result", says).map(|()| true)
}

/// Stops the service while one request is counted and another waits.
async fn drains<'a, Ask: Fn(Vec<String>) -> Task<'a, Answer>>(
    requests: &mut Requests<'a, Ask>,
    asks: Asks,
    stop: impl FnOnce() -> Task<'a, ()>,
) -> Verdict {
    requests.ask();
    requests.go_on().await;
    let waits = requests.pending() == 2;
    ensure(waits, "refuses_too_early", "one request is counted, and the next one was refused")?;

    let occupied = "while `stop` waits for the thread that counts";
    expect(occupied, "never_stops", move || match asks {
        Asks::ArePolled if PENDING.load(SeqCst) > 0 => {
            "`stop` was called, and some requests never get an answer".into()
        }
        Asks::ArePolled => {
            "`stop` was called and all requests were answered, and it never returns".into()
        }
        Asks::Sleep => {
            "`stop` waits for calls of `ask` that nobody polls now, and not only for their counts"
                .into()
        }
        Asks::AreDropped | Asks::WaitAndAreDropped => {
            "the future of an `ask` was dropped, and then `stop` or another `ask` never returns"
                .into()
        }
    });
    requests.stop(stop());
    requests.until(|_| true).await;
    requests.ask(); // `stop` has begun.
    requests.go_on().await;
    one_at_a_time()?;
    let says = "`stop` returned while the first request was counted and the second one waited";
    ensure(requests.stopping.is_some(), "left_behind", says)?;
    let first_answer =
        requests.answers().find(|(number, _)| *number == 3).map(|(_, answer)| answer);
    let is_late = first_answer.is_none();
    if let Some(answer) = first_answer {
        let says = format!("request 3 was made when `stop` had begun, and got {}", Got(answer));
        ensure(answer.is_err(), "accepts_after_stop", says)?;
    }
    match asks {
        Asks::ArePolled => {}
        Asks::Sleep => requests.asleep = requests.all.len(),
        Asks::AreDropped => requests.forget(1),
        Asks::WaitAndAreDropped => requests.forget(2),
    }
    MAY_END.with(|may_end| *may_end = 1);
    requests.go_on().await;
    let says = "`stop` returned while the second request was counted";
    ensure(requests.stopping.is_some() || BEGUN.load(SeqCst) < 2, "left_behind", says)?;
    MAY_END.with(|may_end| *may_end = ALL);
    requests.until(|requests| requests.stopping.is_none()).await;
    requests.asleep = 0;
    requests.until(|requests| requests.pending() == 0).await;
    one_at_a_time()?;
    never_waits()?;

    for (number, answer) in requests.answers().filter(|(number, _)| *number <= 2) {
        let says = format!(
            "request {number} was accepted before `stop` was called, and then got {}",
            Got(answer)
        );
        ensure(is_own(number, answer)?, "lost_request", says)?;
    }
    let counted = requests.counted_before;
    if counted == 1 && matches!(asks, Asks::WaitAndAreDropped) {
        let says = "the future of request 2 was dropped when it had been accepted, and its lines were never counted";
        return Err(Refusal::new("lost_request", says));
    }
    let says = format!("`stop` returned when {counted} of 2 requests had been counted");
    ensure(counted >= 2, "left_behind", says)?;
    requests.ask();
    expect("when `ask` is called after `stop`", "never_answered", || {
        "`ask` was called after `stop` had returned, and never returns".into()
    });
    requests.until(|requests| requests.pending() == 0).await;
    for (number, answer) in requests.answers().filter(|(number, _)| *number > 2) {
        let when = if number == 3 { "was called" } else { "had returned" };
        let says = format!("request {number} was made when `stop` {when}, and got {}", Got(answer));
        ensure(answer.is_err(), "accepts_after_stop", says.clone())?;
        ensure(*answer == Err(Refused::Stopped), "wrong_refusal", says)?;
    }
    let says = "request 3 was made when `stop` had begun, and got Err(Stopped) only when a count had ended: it should get it at once";
    ensure(!is_late, "waits", says)
}
