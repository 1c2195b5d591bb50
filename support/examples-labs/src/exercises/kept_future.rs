//! A future that is kept and not polled holds the next place at a lock.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smol::future::yield_now as wake_while_polled;
use tokio::join;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::{self, Notify, OwnedMutexGuard};
use tokio::task::yield_now;
use tokio::time::{advance, sleep};

use crate::tasks::{
    DAY, all_wait, blocks_the_executor, ensure_apart, ensure_no_timer, never_sleeps,
    on_paused_clock, one_waits_for_the_other, watched, while_polled,
};
use crate::{
    Inputs, Refusal, Verdict, counts_to_try, ensure, if_it_stands_still, run, values_to_try,
};

/// Where to read more.
pub const PAGE: &str = "tokio/kept_future";

/// What the upload and the answer write into.
pub type Journal = Arc<sync::Mutex<Vec<String>>>;
/// An upload.
pub type Upload = Pin<Box<dyn Future<Output = u64> + Send>>;

/// `select!` looks at its branches in any order.
const ROUNDS: usize = 60;
/// What the upload writes.
const HALF: &str = "half is sent";
/// What another task writes.
const OTHERS: &str = "another task writes";
/// What comes: some while the upload queues for the lock, one while it does not, one when it is about to end, and two when it
/// ends.
const MESSAGES: [&str; 6] =
    ["disk almost full", "battery low", "lid closed", "network slow", "fan stopped", "fan runs"];
/// More messages than any place that an answer may have for them.
const MANY: usize = 300;
/// How many come while the upload queues, in most rounds.
const WHILE_IT_QUEUES: usize = 2;
/// How many entries the other task makes.
const ENTRIES: usize = 8;

static SEEN: Mutex<Seen> = Mutex::new(Seen::new());

/// What is seen of a round.
struct Seen {
    queues: bool,
    wrote: bool,
    ended: bool,
    dropped: bool,
    returned: bool,
    /// How many messages have come, and how many of them were entered when the lock was taken last.
    sent: usize,
    entered: usize,
    /// How many messages `watch` had when it returned.
    in_hand: usize,
    steps: Vec<String>,
}

impl Seen {
    const fn new() -> Self {
        Self {
            queues: false,
            wrote: false,
            ended: false,
            dropped: false,
            returned: false,
            sent: 0,
            entered: 0,
            in_hand: 0,
            steps: Vec::new(),
        }
    }

    fn refuse(&self, id: &str, says: impl Into<String>) -> Refusal {
        Refusal::new(id, says).evidence(self.steps.clone())
    }
}

fn seen() -> MutexGuard<'static, Seen> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the message with this number.
fn message(number: usize) -> String {
    MESSAGES.get(number).map_or_else(|| format!("message {}", number + 1), |text| (*text).into())
}

fn step(step: impl Into<String>) {
    seen().steps.push(step.into());
}

/// Ends the grading if this is not so: the answer may never return.
fn ensure_now(is_so: fn(&Seen) -> bool, id: &str, says: &str) {
    let seen = seen();
    if !is_so(&seen) {
        run::refuse(seen.refuse(id, says));
    }
}

/// Grades `watch`.
pub fn grade(answer: impl AsyncFn(Upload, &mut Receiver<String>, Journal) -> u64) -> Verdict {
    if_it_stands_still(|| match all_wait() {
        true => {
            let says = "`watch` keeps the journal's lock while it waits for something else";
            seen().refuse("lock_kept", says)
        }
        false => blocks_the_executor(),
    });
    let mut inputs = Inputs::new(0);
    (0..ROUNDS).try_for_each(|number| {
        let special = values_to_try().get(number).copied();
        let sent = special.unwrap_or_else(|| inputs.between(0, 999));
        on_paused_clock(round(&answer, sent, WHILE_IT_QUEUES, Ends::ALL[number % Ends::ALL.len()]))
    })?;
    // More than fit where an answer keeps some.
    let own = counts_to_try(1, 1100).into_iter().map(|own| own + 2);
    for queued in own.chain([40]) {
        on_paused_clock(round(&answer, inputs.between(0, 999), queued, Ends::Never))?;
    }
    on_paused_clock(many_wait(&answer))?;
    for locked in [false, true] {
        on_paused_clock(two(&answer, locked))?;
    }
    Ok(())
}

/// Many messages come while another task has the lock of the journal, each of them twice. The first has no text.
async fn many_wait(
    answer: &impl AsyncFn(Upload, &mut Receiver<String>, Journal) -> u64,
) -> Verdict {
    *seen() = Seen::new();
    let journal = Journal::default();
    let (sender, mut messages) = mpsc::channel(MANY);
    let all: Vec<String> = (0..MANY)
        .map(|number| if number < 2 { String::new() } else { message(number / 2) })
        .collect();
    let guard = Arc::clone(&journal).lock_owned().await;
    let may_end = Arc::new(Notify::new());
    let upload = Box::pin(upload(1, Arc::clone(&journal), Arc::clone(&may_end)));
    let others = async {
        settle().await;
        for message in &all {
            step(format!("{message:?} comes"));
            let _ = sender.try_send(message.clone()); // There is room, or `watch` has returned.
        }
        settle().await;
        ensure_no_timer("watch");
        advance(DAY).await;
        settle().await;
        step("the other task drops its guard");
        drop(guard);
        for _ in 0..MANY {
            settle().await;
        }
        let entered: Vec<_> =
            journal.lock().await.iter().filter(|line| is_message(line)).cloned().collect();
        may_end.notify_one();
        entered
    };
    // Not watched: a poll for each message is no more than it needs.
    let (_, entered) = join!(answer(upload, &mut messages, Arc::clone(&journal)), others);
    never_sleeps()?;
    let entered_of_all = entered.len();
    let says = format!(
        "{MANY} messages came while another task had the lock of the journal for a day, each twice, and {entered_of_all} \
         were entered before the upload ended"
    );
    ensure(entered_of_all == MANY, "lost_message", says)?;
    let says = "many messages came while another task had the lock of the journal, and were entered in another order";
    ensure(entered == all, "wrong_order", says)
}

/// Two uploads at the same time. The second ends first. Another task may have had the locks when the messages came.
async fn two(
    answer: &impl AsyncFn(Upload, &mut Receiver<String>, Journal) -> u64,
    locked: bool,
) -> Verdict {
    let journals = [Journal::default(), Journal::default()];
    let [(first, mut to_first), (second, mut to_second)] = [mpsc::channel(1), mpsc::channel(1)];
    let may_end = [Arc::new(Notify::new()), Arc::new(Notify::new())];
    let upload = |number: usize| -> Upload {
        let may_end = Arc::clone(&may_end[number]);
        Box::pin(async move {
            may_end.notified().await;
            number as u64
        })
    };
    let entries = || {
        journals
            .each_ref()
            .map(|journal| journal.try_lock().map(|all| all.clone()).unwrap_or_default())
    };
    let mut guards = Vec::new();
    for journal in journals.iter().filter(|_| locked) {
        guards.push(Arc::clone(journal).lock_owned().await);
    }
    let others = async {
        for (sender, message) in [(&first, "to the first"), (&second, "to the second")] {
            let _ = sender.try_send(message.into()); // There is room.
            settle().await;
        }
        while guards.pop().is_some() {
            settle().await;
        }
        let entered = entries();
        may_end[1].notify_one();
        settle().await;
        may_end[0].notify_one();
        entered
    };
    let (got, got_of_second, entered) = join!(
        watched(answer(upload(0), &mut to_first, Arc::clone(&journals[0]))),
        watched(answer(upload(1), &mut to_second, Arc::clone(&journals[1]))),
        others
    );
    if entered.iter().any(Vec::is_empty) {
        return Err(one_waits_for_the_other("watch"));
    }
    never_sleeps()?;
    let [mine, theirs] = entries();
    let expected = |number, message: &str| (number, vec![message.to_owned()]);
    ensure_apart(
        "watch",
        [(got, mine), (got_of_second, theirs)],
        [expected(0, "to the first"), expected(1, "to the second")],
    )
}

/// When the messages end.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    /// Not before the upload does. The last two come just before the upload ends.
    Never,
    /// The same, and the first of these two waits for the lock when the upload ends.
    NeverAndTaken,
    /// The same, and none comes just before the upload ends.
    NeverAndQuiet,
    /// When all are entered, and before the upload ends.
    Late,
    /// While the last one waits for the lock of the journal.
    WhileOneWaits,
}

impl Ends {
    const ALL: [Self; 5] =
        [Self::Never, Self::NeverAndTaken, Self::NeverAndQuiet, Self::Late, Self::WhileOneWaits];
}

async fn round(
    answer: &impl AsyncFn(Upload, &mut Receiver<String>, Journal) -> u64,
    sent: u64,
    queued: usize,
    ends: Ends,
) -> Verdict {
    *seen() = Seen::new();
    let journal = Journal::default();
    let (sender, mut messages) = mpsc::channel(queued + 4);
    let may_end = Arc::new(Notify::new());
    let upload = Box::pin(upload(sent, Arc::clone(&journal), Arc::clone(&may_end)));
    let watch = async {
        let got = watched(answer(upload, &mut messages, Arc::clone(&journal))).await;
        step("`watch` returns");
        let mut seen = seen();
        let entered = journal.try_lock().map_or(seen.entered, |journal| messages_in(&journal));
        seen.in_hand = seen.sent.saturating_sub(messages.len() + entered);
        seen.returned = true;
        got
    };
    step("another task has the lock of the journal");
    let guard = Arc::clone(&journal).lock_owned().await;
    let (got, entered) = join!(watch, others(guard, &journal, sender, queued, ends, &may_end));
    never_sleeps()?;
    let says = format!("the upload returned {sent}, and `watch` returned {got}");
    ensure(got == sent, "wrong_result", says)?;
    let left: Vec<String> = std::iter::from_fn(|| messages.try_recv().ok()).collect();
    judge(entered, &journal.lock().await, &left)
}

async fn upload(sent: u64, journal: Journal, may_end: Arc<Notify>) -> u64 {
    let _end = End;
    wake_while_polled().await;
    step("the upload queues for the lock");
    seen().queues = true;
    journal.lock().await.push(HALF.into());
    step("the upload has the lock, writes, and drops its guard");
    seen().wrote = true;
    may_end.notified().await;
    step("the upload ends");
    seen().ended = true;
    sent
}

/// Says that the upload was dropped.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        if !seen().ended {
            step("the upload is dropped");
            seen().dropped = true;
        }
    }
}

/// Does what others do meanwhile, one step whenever nothing else happens any more. Returns whether all messages but these two
/// were entered while the upload was under way.
async fn others(
    guard: OwnedMutexGuard<Vec<String>>,
    journal: &Journal,
    sender: Sender<String>,
    queued: usize,
    ends: Ends,
    may_end: &Notify,
) -> bool {
    settle().await;
    ensure_now(|seen| seen.queues, "never_begins", "`watch` waits, and the upload has not begun");
    for number in 0..queued {
        let _ = sender.try_send(next_message());
        if number < WHILE_IT_QUEUES { settle().await } else { while_polled().await }
    }
    settle().await;
    step("the other task drops its guard: the upload gets the lock");
    drop(guard);
    settle().await;
    ensure_kept();
    let says = "the upload has the lock of the journal, and nobody polls the upload: `watch` waits for the lock, or for \
                a task that does";
    ensure_now(|seen| seen.wrote, "kept_and_not_polled", says);
    send(&sender).await;
    advance(DAY).await; // An upload may take a day.
    settle().await;
    ensure_kept();
    let guard = journal.lock().await;
    step("another task takes the lock of the journal");
    let entered = messages_in(&guard);
    seen().entered = entered;
    send(&sender).await;
    let mut sender = Some(sender);
    if ends == Ends::WhileOneWaits {
        channel_ends(&mut sender).await;
    }
    drop(guard);
    step("another task writes, again and again");
    for _ in 0..ENTRIES {
        journal.lock().await.push(OTHERS.into());
        yield_now().await;
    }
    settle().await; // Now nobody else wants the lock.
    let guard = journal.lock().await;
    let all_entered = entered == queued + 1 && messages_in(&guard) == queued + 2;
    seen().entered = messages_in(&guard);
    match ends {
        Ends::Never | Ends::NeverAndTaken => {
            for sender in [&sender, &sender].into_iter().flatten() {
                let _ = sender.try_send(next_message()); // There is room, or `watch` has returned.
            }
            if ends == Ends::NeverAndTaken {
                settle().await;
            }
        }
        Ends::Late => channel_ends(&mut sender).await,
        Ends::NeverAndQuiet | Ends::WhileOneWaits => {}
    }
    step("the upload can end");
    may_end.notify_one();
    settle().await;
    ensure_kept();
    advance(DAY).await; // Another task may have the lock for a day.
    settle().await;
    drop(guard);
    step("the other task drops its guard");
    settle().await;
    let says = "the upload could end, and nobody polls it";
    ensure_now(|seen| seen.ended, "never_ends", says);
    let says = "the upload has ended, and `watch` does not return";
    ensure_now(|seen| seen.returned, "never_ends", says);
    drop(sender);
    all_entered
}

async fn channel_ends(sender: &mut Option<Sender<String>>) {
    step("no more messages come: the channel ends");
    *sender = None;
    while_polled().await;
    settle().await;
    let says = "no more messages come, and `watch` returned before the upload had ended";
    ensure_now(|seen| !seen.returned, "returns_too_early", says);
}

fn messages_in(journal: &[String]) -> usize {
    journal.iter().filter(|line| is_message(line)).count()
}

fn is_message(line: &str) -> bool {
    line != HALF && line != OTHERS
}

fn ensure_kept() {
    ensure_now(|seen| !seen.dropped, "task_dropped", "the upload was dropped before its end");
}

/// Waits until all tasks wait: only then the clock gets on. An answer that uses the clock gets on as well. If it gives the lock
/// up after 50 ms, and then `select!` chooses at random whether the upload is polled, it chooses sixty times.
async fn settle() {
    sleep(Duration::from_secs(3)).await;
}

fn next_message() -> String {
    let mut seen = seen();
    let message = message(seen.sent);
    seen.sent += 1;
    seen.steps.push(format!("the message {message:?} comes"));
    message
}

async fn send(sender: &Sender<String>) {
    let _ = sender.try_send(next_message()); // There is room. If `watch` has returned, the judge says so.
    settle().await;
}

fn judge(entered: bool, journal: &[String], left: &[String]) -> Verdict {
    let refuse = |id, says: String| Err(seen().refuse(id, says));
    let is_in = |lines: &[String], message: &str| lines.iter().any(|line| line == message);
    let others = journal.iter().filter(|line| *line == OTHERS).count();
    if others != ENTRIES || !is_in(journal, HALF) {
        let says = "entries that others have made meanwhile are no longer in the journal: an old copy of it was put back";
        return refuse("lost_update", says.into());
    }
    let sent: Vec<_> = (0..seen().sent).map(message).collect();
    let lost = sent.iter().find(|message| !is_in(journal, message) && !is_in(left, message));
    if let Some(lost) = lost {
        let says = format!(
            "`watch` has taken the message {lost:?} out of the channel, and it is not in the journal"
        );
        return refuse("lost_message", says);
    }
    let messages: Vec<_> = journal.iter().filter(|line| is_message(line)).collect();
    let mut pairs = messages.iter().zip(&sent);
    if let Some((entered, first)) = pairs.find(|(entered, first)| *entered != first) {
        let says = format!(
            "the message {first:?} came before {entered:?}, and is not entered before it in the journal"
        );
        return refuse("wrong_order", says);
    }
    if messages.len() > sent.len() {
        let says = "a message is entered in the journal twice";
        return refuse("done_twice", says.into());
    }
    if !entered {
        let says =
            "a message came while the upload was under way, and was entered only after its end";
        return refuse("late", says.into());
    }
    if seen().in_hand > 0 {
        let says = "`watch` returned before it had entered all messages that it had taken out of the channel";
        return refuse("left_behind", says.into());
    }
    Ok(())
}
