//! A future that can be dropped at any `await` without losing an item.

use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::tasks::{blocks_the_executor, poll_and_drop, polled_by_hand};
use crate::{Inputs, Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "tokio/timeout_and_cancel";

/// More calls than any answer needs.
const MOST_CALLS: usize = 40;

/// Grades `forward`.
pub fn grade(answer: impl AsyncFn(&mut Receiver<u64>, &Sender<u64>)) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    polled_by_hand(|| {
        let mut inputs = Inputs::new(0);
        for polls in (1..=8).rev() {
            for arrive_early in [true, false] {
                let count = inputs.index(4, 6);
                let items = inputs.large_numbers(count);
                judge(&answer, polls, arrive_early, &items)?;
            }
        }
        judge(&answer, 8, true, &[])
    })
}

/// Drops the future whenever it was polled this often, and calls the function again.
fn judge(
    answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    polls: usize,
    arrive_early: bool,
    items: &[u64],
) -> Verdict {
    let (source, mut inbox) = mpsc::channel(items.len().max(1));
    let (outbox, mut sink) = mpsc::channel(1);
    let mut source = Some(source);
    let mut to_come = items.iter();
    let mut arrive = |count| {
        for item in to_come.by_ref().take(count) {
            let source = source.as_ref().expect("it is closed after the last item");
            source.try_send(*item).expect("there is room for all");
        }
        if to_come.len() == 0 {
            source = None;
        }
    };
    arrive(if arrive_early { items.len() } else { 0 });
    let mut got = Vec::new();
    let mut steps = Vec::new();
    for call in 1..=MOST_CALLS {
        let done = poll_and_drop(answer(&mut inbox, &outbox), polls, || {
            arrive(1);
            got.extend(sink.try_recv());
        });
        steps.push(match done {
            Some(()) => format!("call {call} returns"),
            None => format!("call {call} is dropped after {polls} polls"),
        });
        while let Ok(item) = sink.try_recv() {
            got.push(item);
        }
        if done.is_some() {
            steps.push(format!("the outbox has got {got:?}"));
            let count = |all: &[u64], item: &u64| all.iter().filter(|other| *other == item).count();
            let lost = items.iter().find(|item| count(&got, item) < count(items, item));
            if lost.is_some() && Handle::current().metrics().num_alive_tasks() > 0 {
                let says = format!(
                    "`forward` has returned, and {} of {} items are in the outbox: tasks that it has started have \
                     others; it should put them there itself",
                    got.len(),
                    items.len()
                );
                return Err(Refusal::new("left_behind", says).evidence(steps));
            }
            let was_dropped = call > 1;
            let how = if was_dropped { "a dropped future takes an item with it: " } else { "" };
            let says =
                format!("{how}the items {items:?} were to be forwarded, and {got:?} arrived");
            let lost = ensure(lost.is_none(), "lost_item", says);
            let says = format!("the items {items:?} were to be forwarded, and {got:?} arrived");
            return lost
                .and_then(|()| ensure(got == items, "wrong_items", says))
                .map_err(|refusal| refusal.evidence(steps));
        }
    }
    let says = format!("called {MOST_CALLS} times, it has not forwarded {} items", items.len());
    Err(Refusal::new("never_ends", says).evidence(steps))
}
