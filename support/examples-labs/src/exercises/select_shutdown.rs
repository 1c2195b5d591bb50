//! One thread waits for three channels at once.

use std::panic::Location;
use std::thread::ThreadId;

use examples_explore::modelled::thread;
use examples_explore::modelled_crossbeam::channel::{Receiver, Sender, unbounded};
use examples_explore::{Monitor, is_followed, step, until_nothing_else_happens};

use crate::explore::ensure_followed;
use crate::{Failure, Kind, Refusal, Verdict, ensure, explore};

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
/// How many items were handled before the tick comes.
const BEFORE_THE_TICK: usize = 2;
const ITEMS: [u64; 4] = [1, 2, 3, 4];

#[derive(Clone)]
struct Seen {
    /// The last thing that was sent, which it waits for.
    sent: Sent,
    handled: Vec<u64>,
    reports: Vec<usize>,
    /// On these threads, without repetitions.
    on: Vec<ThreadId>,
    not_followed: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Sent {
    Items,
    Tick,
    Stop,
    End,
}

impl Seen {
    const NEW: Self = Self {
        sent: Sent::Items,
        handled: Vec::new(),
        reports: Vec::new(),
        on: Vec::new(),
        not_followed: false,
    };

    fn called(&mut self) {
        let me = std::thread::current().id();
        if !self.on.contains(&me) {
            self.on.push(me);
        }
        self.not_followed |= !is_followed();
    }
}

/// Grades `serve`.
pub fn grade(answer: Answer) -> Verdict {
    explore(move || stopped(answer), explain)?;
    explore(move || ended(answer), explain)
}

fn handle(item: u64) {
    step(format!("handles item {item}"));
    SEEN.with(|seen| {
        seen.called();
        seen.handled.push(item);
    });
}

fn report(handled: usize) {
    step(format!("reports {handled} items"));
    SEEN.with(|seen| {
        seen.called();
        seen.reports.push(handled);
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
    ensure_followed(!seen.not_followed)?;
    let is_mine = |thread: &ThreadId| *thread == std::thread::current().id();
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

/// Two items, a tick, two more items and the message to stop. Nothing ends.
fn stopped(answer: Answer) -> Verdict {
    let sends = |senders: Senders| {
        let (before, after) = ITEMS.split_at(BEFORE_THE_TICK);
        before.iter().for_each(|item| _ = senders.items.send(*item));
        wait_until("the items are handled", |seen| seen.handled.len() >= BEFORE_THE_TICK);
        // Whoever asks again and again instead of sleeping shows it now.
        until_nothing_else_happens();
        step("sends a tick");
        SEEN.with(|seen| seen.sent = Sent::Tick);
        let _ = senders.ticks.send(());
        wait_until("there is a report", |seen| !seen.reports.is_empty());
        after.iter().for_each(|item| _ = senders.items.send(*item));
        step("sends the message to stop");
        SEEN.with(|seen| seen.sent = Sent::Stop);
        let _ = senders.stop.send(());
        senders
    };
    let (returned, seen) = serve(answer, sends)?;
    let Seen { sent, handled, reports, .. } = seen;
    let says = format!("`serve` returned before it was told to stop, with {handled:?} handled");
    ensure(sent == Sent::Stop, "returns_too_early", says)?;
    let says = format!(
        "before the message to stop the items {ITEMS:?} were sent, and {handled:?} were handled"
    );
    let is_there = |item| handled.contains(item);
    ensure(ITEMS.iter().all(is_there), "lost_item", says.clone())?;
    ensure(handled == ITEMS, "wrong_order", says)?;
    let says = format!(
        "there was one tick, after {BEFORE_THE_TICK} items; the numbers that were reported are {reports:?}"
    );
    ensure(reports == [BEFORE_THE_TICK], "wrong_report", says)?;
    let all = ITEMS.len();
    let says = format!("{all} items were handled, and `serve` returned {returned}");
    ensure(returned == all, "wrong_result", says)
}

/// Two items, and the end of their channel.
fn ended(answer: Answer) -> Verdict {
    let sends = |senders: Senders| {
        for item in [1, 2] {
            let _ = senders.items.send(item);
        }
        step("ends the channel of items");
        SEEN.with(|seen| seen.sent = Sent::End);
        drop(senders.items);
        (senders.ticks, senders.stop)
    };
    let (returned, seen) = serve(answer, sends)?;
    let handled = seen.handled;
    let says = format!("items 1 and 2 were sent before the end, and {handled:?} were handled");
    ensure(handled == [1, 2], "lost_item", says)?;
    let says = format!("2 items were handled, and `serve` returned {returned}");
    ensure(returned == 2, "wrong_result", says)
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
