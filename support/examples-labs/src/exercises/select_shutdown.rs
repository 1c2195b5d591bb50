//! One thread waits for three channels at once.

use std::panic::Location;
use std::time::Duration;

use examples_engine::modelled::thread::{self, ThreadId};
use examples_engine::modelled::time::Instant;
use examples_engine::modelled_crossbeam::channel::{Receiver, Sender, unbounded};
use examples_engine::{Monitor, counted, is_followed, step, until_nothing_else_happens};

use crate::explore::ensure_followed;
use crate::refusal::were;
use crate::{
    Failure, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, explore, explore_few,
    explore_some,
};

/// Where to read more.
pub const PAGE: &str = "crossbeam/select_timeout";

type Answer = fn(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize;

/// What the grader's functions have seen.
static SEEN: Monitor<Seen> = Monitor::new(Seen::NEW);
/// How many items are sent, and more than a byte can count.
const ITEMS: usize = 5;
const MANY: usize = 330;
/// How many items were handled before the ticks come.
const BEFORE_THE_TICK: usize = 2;
/// How many ticks come at the end.
const TICKS: usize = 2;

/// Shorter than any sleep or time limit.
const A_MOMENT: Duration = Duration::from_micros(20);

/// Returns what is sent.
fn all_items(count: usize) -> Vec<u64> {
    Inputs::new(0).large_numbers(count)
}

#[derive(Clone)]
struct Seen {
    /// The last thing that was sent, which it waits for.
    sent: Sent,
    /// When it was told to stop.
    stopped: Option<Instant>,
    handled: Vec<u64>,
    reports: Vec<usize>,
    /// A number that was reported, and how many items had been handled by then.
    wrong_report: Option<(usize, usize)>,
    /// On these threads, without repetitions.
    on: Vec<ThreadId>,
    not_followed: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Sent {
    Items,
    Tick,
    Ticks,
    Stop,
    End,
}

impl Seen {
    const NEW: Self = Self {
        sent: Sent::Items,
        stopped: None,
        handled: Vec::new(),
        reports: Vec::new(),
        wrong_report: None,
        on: Vec::new(),
        not_followed: false,
    };

    fn called(&mut self) {
        let me = thread::current().id();
        if !self.on.contains(&me) {
            self.on.push(me);
        }
        self.not_followed |= !is_followed();
    }
}

/// Grades `serve`.
pub fn grade(answer: Answer) -> Verdict {
    explore(move || stopped(answer, ITEMS), explain)?;
    explore(move || ended(answer, ITEMS), explain)?;
    for own in counts_to_try(ITEMS, 300) {
        // This many are there when it is told to stop.
        explore_few(move || stopped(answer, BEFORE_THE_TICK + own), explain)?;
        explore_few(move || ended(answer, own), explain)?;
    }
    explore_some(move || stopped_at_once(answer), explain)?;
    explore_some(move || more_come(answer), explain)?;
    explore_few(move || stopped(answer, MANY), explain)?;
    explore_few(move || ended(answer, MANY), explain)
}

fn handle(item: u64) {
    step(format!("handles item {item}"));
    SEEN.with(|seen| {
        seen.called();
        seen.handled.push(item);
    });
}

fn report(handled: usize) {
    step(format!("reports {}", counted(handled, "item")));
    SEEN.with(|seen| {
        seen.called();
        seen.reports.push(handled);
        let all = seen.handled.len();
        seen.wrong_report = seen.wrong_report.or(Some((handled, all)).filter(|_| handled != all));
    });
}

/// The sending halves of the three channels.
struct Senders {
    items: Sender<u64>,
    ticks: Sender<()>,
    stop: Sender<()>,
}

/// Calls the answer while another thread sends. Returns what it returned, and what was seen by then. The
/// senders that this other thread returns live longer.
fn serve<R: Send + 'static>(
    answer: Answer,
    sends: impl FnOnce(Senders) -> R + Send + 'static,
) -> Result<(usize, Seen), Refusal> {
    SEEN.renew(Seen::NEW);
    let ((items, all_items), (ticks, all_ticks), (stop, stops)) =
        (unbounded(), unbounded(), unbounded());
    let sender = thread::Builder::new().name("the sender".into());
    let sender = sender.spawn(move || sends(Senders { items, ticks, stop }));
    let returned = answer(all_items, all_ticks, stops, handle, report);
    let seen = SEEN.look(Clone::clone);
    // In a schedule, time passes only when no thread can run, but for a microsecond at each look at the clock.
    let waited = seen.stopped.map_or(Duration::ZERO, |stopped| stopped.elapsed());
    let says = format!(
        "`serve` was told to stop, and waited for {} ms: it should handle what is there, and return",
        waited.as_millis()
    );
    let a_moment = A_MOMENT * (1 + seen.handled.len() / ITEMS) as u32; // It may look at the clock for each item.
    ensure(waited < a_moment, "waits_for_others", says)?;
    ensure_followed(!seen.not_followed)?;
    let is_mine = |thread: &ThreadId| *thread == thread::current().id();
    let says = "`handle` or `report` was called on another thread than `serve`";
    ensure(seen.on.iter().all(is_mine), "other_thread", says)?;
    drop(sender); // It may wait for what will never be: the verdict says what.
    Ok((returned, seen))
}

/// Waits until what was sent has been done.
fn wait_until(what: &str, is_so: impl Fn(&Seen) -> bool) {
    SEEN.wait(Location::caller(), |seen| {
        if is_so(seen) { Ok(()) } else { Err(format!("waits until {what}")) }
    });
}

/// Two items, a tick, two more ticks, the other items and the message to stop. Nothing ends.
fn stopped(answer: Answer, count: usize) -> Verdict {
    let items = all_items(count);
    let to_send = items.clone();
    let sends = move |senders: Senders| {
        let (before, after) = to_send.split_at(BEFORE_THE_TICK);
        before.iter().for_each(|item| _ = senders.items.send(*item));
        wait_until("the items are handled", |seen| seen.handled.len() >= BEFORE_THE_TICK);
        // Whoever asks again and again instead of sleeping shows it now.
        until_nothing_else_happens();
        step("sends a tick");
        SEEN.with(|seen| seen.sent = Sent::Tick);
        let _ = senders.ticks.send(());
        wait_until("there is a report", |seen| !seen.reports.is_empty());
        step("sends two ticks");
        SEEN.with(|seen| seen.sent = Sent::Ticks);
        (0..2).for_each(|_| _ = senders.ticks.send(()));
        wait_until("there are two more reports", |seen| seen.reports.len() >= 3);
        after.iter().for_each(|item| _ = senders.items.send(*item));
        step("sends the message to stop");
        SEEN.with(|seen| {
            seen.sent = Sent::Stop;
            seen.stopped = Some(Instant::now());
        });
        let _ = senders.stop.send(());
        senders
    };
    let (returned, seen) = serve(answer, sends)?;
    let Seen { sent, handled, reports, .. } = seen;
    let says = format!("`serve` returned before it was told to stop, with {handled:?} handled");
    ensure(sent == Sent::Stop, "returns_too_early", says)?;
    let says = format!(
        "before the message to stop the items {items:?} were sent, and {handled:?} were handled"
    );
    let count = |all: &[u64], item: &u64| all.iter().filter(|other| *other == item).count();
    let is_there = |item| count(&handled, item) >= count(&items, item);
    ensure(items.iter().all(is_there), "lost_item", says.clone())?;
    ensure(handled == items, "wrong_order", says)?;
    let says = format!(
        "there were three ticks, after {BEFORE_THE_TICK} items; the numbers that were reported are {reports:?}"
    );
    ensure(reports == [BEFORE_THE_TICK; 3], "wrong_report", says)?;
    let all = items.len();
    let says = format!("{all} items were handled, and `serve` returned {returned}");
    ensure(returned == all, "wrong_result", says)
}

/// Nothing but the message to stop.
fn stopped_at_once(answer: Answer) -> Verdict {
    let sends = |senders: Senders| {
        until_nothing_else_happens();
        step("sends the message to stop");
        SEEN.with(|seen| {
            seen.sent = Sent::Stop;
            seen.stopped = Some(Instant::now());
        });
        let _ = senders.stop.send(());
        senders
    };
    let (returned, seen) = serve(answer, sends)?;
    let says = format!("nothing was sent but the message to stop, and `serve` returned {returned}");
    ensure(
        seen.sent == Sent::Stop,
        "returns_too_early",
        "`serve` returned before it was told to stop",
    )?;
    ensure(returned == 0, "wrong_result", says)?;
    let says = format!("there was no tick, and {:?} was reported", seen.reports);
    ensure(seen.reports.is_empty(), "wrong_report", says)
}

/// Items, ticks, the message to stop, and then more items: they may be handled, or not.
fn more_come(answer: Answer) -> Verdict {
    let items = all_items(ITEMS);
    let to_send = items.clone();
    let sends = move |senders: Senders| {
        let (before, after) = to_send.split_at(BEFORE_THE_TICK);
        before.iter().for_each(|item| _ = senders.items.send(*item));
        step("sends the message to stop");
        SEEN.with(|seen| seen.sent = Sent::Stop);
        (0..TICKS).for_each(|_| _ = senders.ticks.send(()));
        let _ = senders.stop.send(());
        after.iter().for_each(|item| _ = senders.items.send(*item));
        senders
    };
    let (returned, seen) = serve(answer, sends)?;
    reports_are_right(&seen)?;
    let handled = seen.handled;
    let says = format!(
        "{BEFORE_THE_TICK} items were sent before the message to stop, and more after it: of the items {items:?}, \
         {handled:?} were handled"
    );
    let are_all_there = handled.len() >= BEFORE_THE_TICK;
    ensure(are_all_there && items.starts_with(&handled), "lost_item", says)?;
    let all = handled.len();
    let says = format!(
        "{all} items were handled, of which some came after the message to stop, and `serve` returned {returned}"
    );
    ensure(returned == all, "wrong_result", says)
}

/// Some items, ticks, and the end of the channel of items.
fn ended(answer: Answer, count: usize) -> Verdict {
    let items = all_items(count);
    let to_send = items.clone();
    let sends = move |senders: Senders| {
        for item in to_send {
            let _ = senders.items.send(item);
        }
        (0..TICKS).for_each(|_| _ = senders.ticks.send(()));
        step("ends the channel of items");
        SEEN.with(|seen| seen.sent = Sent::End);
        drop(senders.items);
        (senders.ticks, senders.stop)
    };
    let (returned, seen) = serve(answer, sends)?;
    reports_are_right(&seen)?;
    let (handled, all) = (seen.handled, items.len());
    let says =
        format!("the items {items:?} were sent before the end, and {handled:?} were handled");
    ensure(handled == items, "lost_item", says)?;
    let says = format!("{all} items were handled, and `serve` returned {returned}");
    ensure(returned == all, "wrong_result", says)
}

/// Judges the reports of ticks that may be there, or not, when it returns.
fn reports_are_right(seen: &Seen) -> Verdict {
    let (reported, handled) = seen.wrong_report.unwrap_or_default();
    let items = were(handled, "item");
    let says = format!("{items} handled when `report` was called, with the number {reported}");
    ensure(seen.wrong_report.is_none(), "wrong_report", says)?;
    let reports = seen.reports.len();
    let says = format!("there were {}, and {}", counted(TICKS, "tick"), counted(reports, "report"));
    ensure(reports <= TICKS, "wrong_report", says)
}

fn explain(failure: &Failure) -> Refusal {
    let Kind::Deadlock(waits) = &failure.kind else { return failure.into() };
    let what = &waits[0].what; // For what the thread waits that called `serve`.
    match SEEN.look(|seen| seen.sent) {
        Sent::Items => {
            let handled = SEEN.look(|seen| seen.handled.len());
            let says = format!(
                "{BEFORE_THE_TICK} items were sent, {handled} of them were handled, and `serve` {what}"
            );
            Refusal::new("not_handled", says)
        }
        Sent::Tick => {
            let says = format!("a tick has come, and there is no report: `serve` {what}");
            Refusal::new("no_report", says)
        }
        Sent::Ticks => {
            let reports = counted(SEEN.look(|seen| seen.reports.len()), "report");
            let says = format!(
                "three ticks have brought {reports}, and `serve` {what}: each tick asks for one"
            );
            Refusal::new("no_report", says)
        }
        Sent::Stop => {
            let says = format!("`serve` was told to stop, and it {what}");
            Refusal::new("never_ends", says)
        }
        Sent::End => {
            let says = format!("no more items can come, and `serve` {what}");
            Refusal::new("never_ends", says)
        }
    }
}
