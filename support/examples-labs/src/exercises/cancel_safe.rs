//! A future that can be dropped at any `await` without losing an item.

use std::cell::Cell;

use examples_engine::counted;
use tokio::join;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::{consume_budget, yield_now};
use tokio::time::advance;

use crate::tasks::{
    DAY, all_wait, blocks_the_executor, ensure_apart, ensure_no_timer, never_sleeps, on_one_thread,
    on_paused_clock, one_of_two_stands_still, poll_and_drop, polled_by_hand, watched, while_polled,
};
use crate::{Inputs, Refusal, Verdict, counts_to_try, ensure, if_it_stands_still, values_to_try};

/// Where to read more.
pub const PAGE: &str = "tokio/timeout_and_cancel";

/// More calls than any answer needs that forwards an item at each.
const MOST_CALLS: usize = 40;
/// More items than a task forwards before Tokio lets another task have its turn.
const A_TURN: usize = 300;
/// More items than any number of rounds that an answer may have of its own.
const VERY_MANY: usize = 1100;

/// Grades `forward`.
pub fn grade(answer: impl AsyncFn(&mut Receiver<u64>, &Sender<u64>)) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    let mut inputs = Inputs::new(0);
    let counts = counts_to_try(5, 300);
    let own: Vec<_> = counts.into_iter().map(|own| inputs.large_numbers(own)).collect();
    let mut items = || {
        let count = inputs.index(4, 6);
        inputs.large_numbers(count)
    };
    polled_by_hand(|| {
        for polls in (1..=8).rev() {
            let way = Way { polls, room: 1, arrive_early: true, full: false, taken: false };
            one(&answer, way, &items())?;
            one(&answer, Way { arrive_early: false, ..way }, &items())?;
            one(&answer, Way { full: true, ..way }, &items())?;
            let taken = Way { arrive_early: false, full: true, taken: true, ..way };
            one(&answer, taken, &items())?;
            one(&answer, Way { room: 3, ..taken }, &items())?;
            one(&answer, Way { room: 3, full: true, ..way }, &items())?;
        }
        let way = Way { polls: 8, room: 1, arrive_early: true, full: false, taken: false };
        one(&answer, way, &[])?;
        for own in &own {
            one(&answer, way, own)?;
        }
        // So it shows if it waits with an item in its hands now and then.
        let very_many = Inputs::new(1).large_numbers(VERY_MANY);
        for polls in [1, 2] {
            one(&answer, Way { polls, room: VERY_MANY, full: true, ..way }, &very_many)?;
        }
        one(&answer, Way { polls: 2, ..way }, &values_to_try())?;
        two(&answer, &[items(), items()])
    })?;
    its_turn_ends(&answer, &Inputs::new(1).large_numbers(A_TURN))?;
    runs_to_its_end(&answer, &items())?;
    runs_to_its_end(&answer, &Inputs::new(1).large_numbers(VERY_MANY))?;
    takes_days(&answer)?;
    beside_another(&answer)?;
    never_sleeps()
}

/// One call waits for an item while another forwards one.
fn beside_another(answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>)) -> Verdict {
    if_it_stands_still(|| match all_wait() {
        true => one_of_two_stands_still("forward"),
        false => blocks_the_executor(),
    });
    on_one_thread(async {
        let (empty, mut inbox) = mpsc::channel(1);
        let (outbox, mut sink) = mpsc::channel(1);
        let (source, mut other_inbox) = mpsc::channel(1);
        let (other_outbox, mut other_sink) = mpsc::channel(1);
        let others = async {
            rest().await;
            let _ = source.send(1).await;
            drop(source);
            let got = other_sink.recv().await;
            drop(empty);
            got
        };
        let first = watched(answer(&mut inbox, &outbox));
        let second = watched(answer(&mut other_inbox, &other_outbox));
        let ((), (), got) = join!(first, second, others);
        drop(outbox);
        ensure_apart("forward", [sink.recv().await, got], [None, Some(1)])
    })
}

/// How a future of `forward` is treated.
#[derive(Clone, Copy)]
struct Way {
    /// It is dropped when it was polled this often.
    polls: usize,
    /// How many items the outbox has room for, and how many arrive at a time.
    room: usize,
    /// All items are in the inbox before the first poll.
    arrive_early: bool,
    /// When it is dropped, the outbox is full.
    full: bool,
    /// Somebody else takes the room in the outbox, if nobody has it.
    taken: bool,
}

/// What somebody else sends.
const OTHERS: u64 = u64::MAX;

/// Drops the future again and again, and calls the function anew.
fn one(
    answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    way: Way,
    items: &[u64],
) -> Verdict {
    let mut pair = Pair::new(items, way);
    while !pair.call(answer)? {}
    pair.judge()
}

/// The future is dropped when its task has had its turn. Tokio ends it after a number of steps, of which some are done
/// before the call.
fn its_turn_ends(
    answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    items: &[u64],
) -> Verdict {
    let way = Way { polls: 1, room: A_TURN, arrive_early: true, full: true, taken: false };
    on_one_thread(async {
        for steps in 0..8 {
            let mut pair = Pair::new(items, way);
            while !pair.done {
                yield_now().await;
                for _ in 0..steps {
                    consume_budget().await;
                }
                pair.call(answer)?;
            }
            pair.judge()?;
        }
        Ok(())
    })
}

/// The same with two inboxes and outboxes, in turn.
fn two(answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>), items: &[Vec<u64>; 2]) -> Verdict {
    let way = Way { polls: 2, room: 1, arrive_early: true, full: true, taken: false };
    let mut pairs = items.each_ref().map(|items| Pair::new(items, way));
    let mut left = true;
    while left {
        left = false;
        for pair in &mut pairs {
            left |= !pair.done && !pair.call(answer)?;
        }
    }
    pairs.iter().try_for_each(Pair::judge)
}

/// An inbox and an outbox.
struct Pair<'a> {
    way: Way,
    items: &'a [u64],
    source: Option<Sender<u64>>,
    /// The inbox, and one that is empty. At each call it is somewhere else in memory.
    inboxes: [Receiver<u64>; 2],
    outbox: Sender<u64>,
    sink: Receiver<u64>,
    /// How many items are in the inbox, or were.
    arrived: usize,
    got: Vec<u64>,
    calls: usize,
    done: bool,
    steps: Vec<String>,
}

impl<'a> Pair<'a> {
    fn new(items: &'a [u64], way: Way) -> Self {
        let (source, inbox) = mpsc::channel(items.len().max(1));
        let (outbox, sink) = mpsc::channel(way.room);
        let mut new = Self {
            way,
            items,
            source: Some(source),
            inboxes: [inbox, mpsc::channel(1).1],
            outbox,
            sink,
            arrived: 0,
            got: Vec::new(),
            calls: 0,
            done: false,
            steps: Vec::new(),
        };
        let early = if way.arrive_early { items.len() } else { 0 };
        arrive(&mut new.source, items, &mut new.arrived, early);
        new
    }

    /// Calls the function, and drops its future. Returns whether the future was ready before.
    fn call(
        &mut self,
        answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    ) -> Result<bool, Refusal> {
        self.calls += 1;
        let most = MOST_CALLS.max(self.items.len());
        if self.calls > most {
            let says = format!(
                "called {most} times, it has not forwarded {}",
                counted(self.items.len(), "item")
            );
            return Err(Refusal::new("never_ends", says).evidence(self.steps.clone()));
        }
        let Way { polls, room, full, taken, .. } = self.way;
        self.inboxes.swap(0, 1);
        let inbox = &mut self.inboxes[self.calls % 2];
        let future = answer(inbox, &self.outbox);
        let mut kept = 0;
        let done = poll_and_drop(future, polls, || {
            kept = kept.max(room - self.outbox.capacity() - self.sink.len());
            if taken {
                while self.outbox.try_send(OTHERS).is_ok() {}
            }
            arrive(&mut self.source, self.items, &mut self.arrived, room);
            if !full {
                self.got.extend(self.sink.try_recv());
            }
        });
        while let Ok(item) = self.sink.try_recv() {
            self.got.push(item);
        }
        self.got.retain(|item| !taken || *item != OTHERS);
        let says = format!(
            "while `forward` waits, it keeps {kept} places in the outbox: others who send into it may need them"
        );
        ensure(kept <= 1, "keeps_places", says)?;
        self.done = done.is_some();
        let call = self.calls;
        self.steps.push(match done {
            Some(()) => format!("call {call} returns"),
            None => format!("call {call} is dropped after {polls} polls"),
        });
        Ok(self.done)
    }

    fn judge(&self) -> Verdict {
        let Self { items, got, .. } = self;
        if got == items {
            return Ok(());
        }
        let mut steps = self.steps.clone();
        steps.truncate(MOST_CALLS);
        steps.push(format!("the outbox has got {got:?}"));
        let count = |all: &[u64], item: &u64| all.iter().filter(|other| *other == item).count();
        let lost = items.iter().find(|item| count(got, item) < count(items, item));
        if lost.is_some() && Handle::current().metrics().num_alive_tasks() > 0 {
            let says = format!(
                "`forward` has returned, and {} of {} items are in the outbox: tasks that it has started have \
                 others; it should put them there itself",
                got.len(),
                items.len()
            );
            return Err(Refusal::new("left_behind", says).evidence(steps));
        }
        let was_dropped = self.calls > 1;
        let how = if was_dropped { "a dropped future takes an item with it: " } else { "" };
        let says = format!("{how}the items {items:?} were to be forwarded, and {got:?} arrived");
        let lost = ensure(lost.is_none(), "lost_item", says);
        let says = format!("the items {items:?} were to be forwarded, and {got:?} arrived");
        lost.and_then(|()| ensure(got == items, "wrong_items", says))
            .map_err(|refusal| refusal.evidence(steps))
    }
}

/// Puts this many more items into the inbox, which ends after the last one.
fn arrive(source: &mut Option<Sender<u64>>, items: &[u64], arrived: &mut usize, count: usize) {
    for item in items.iter().skip(*arrived).take(count) {
        let source = source.as_ref().expect("it is closed after the last item");
        source.try_send(*item).expect("there is room for all");
        *arrived += 1;
    }
    if *arrived == items.len() {
        *source = None;
    }
}

/// Nobody drops the future, which runs as a task beside others: it must be woken.
fn runs_to_its_end(
    answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    items: &[u64],
) -> Verdict {
    if_it_stands_still(|| match all_wait() {
        true => Refusal::new(
            "never_woken",
            "an item or room is there, and nobody wakes the task that waits for it",
        ),
        false => blocks_the_executor(),
    });
    on_one_thread(async {
        let (source, mut inbox) = mpsc::channel(1);
        let (outbox, mut sink) = mpsc::channel(1);
        let sends = async {
            for item in items {
                let _ = source.send(*item).await; // If nobody receives, the judge says so.
                rest().await;
            }
            drop(source);
        };
        let forwards = async {
            let future = answer(&mut inbox, &outbox);
            // A poll for each of very many items is no more than it needs.
            if items.len() < VERY_MANY {
                watched(future).await
            } else {
                future.await
            }
            inbox.close();
            drop(outbox);
        };
        let receives = async {
            let mut got = Vec::new();
            while let Some(item) = sink.recv().await {
                got.push(item);
                rest().await;
                rest().await;
                while_polled().await;
            }
            got
        };
        let ((), (), got) = join!(sends, forwards, receives);
        let says = format!("the items {items:?} were to be forwarded, and {got:?} arrived");
        ensure(got == items, "lost_item", says)
    })
}

/// The outbox is full for a day, and then the inbox is empty for a day.
fn takes_days(answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>)) -> Verdict {
    on_paused_clock(async {
        let items = [3, 1, 2];
        let (source, mut inbox) = mpsc::channel(items.len());
        let (outbox, mut sink) = mpsc::channel(1);
        let has_returned = Cell::new(false);
        let forwards = async {
            watched(answer(&mut inbox, &outbox)).await;
            has_returned.set(true);
        };
        let others = async {
            for item in items {
                let _ = source.send(item).await; // There is room.
            }
            a_day_passes().await;
            let mut got = Vec::new();
            for _ in items {
                rest().await;
                got.extend(sink.try_recv());
            }
            a_day_passes().await;
            let is_early = has_returned.get();
            drop(source);
            (got, is_early)
        };
        let ((), (got, is_early)) = join!(forwards, others);
        let says = "`forward` returned before the inbox had ended, when the outbox had been full for a day, or the \
                    inbox empty";
        ensure(!is_early, "time_limit", says)?;
        let says = format!("the items {items:?} were to be forwarded, and {got:?} arrived");
        ensure(got == items, "lost_item", says)
    })
}

async fn a_day_passes() {
    rest().await;
    ensure_no_timer("forward");
    advance(DAY).await;
    rest().await;
}

/// Lets other tasks get as far as they can.
async fn rest() {
    for _ in 0..5 {
        yield_now().await;
    }
}
