//! A future that can be dropped at any `await` without losing an item.

use tokio::sync::mpsc::{self, Receiver, Sender};

use crate::tasks::{blocks_the_executor, poll_and_drop, polled_by_hand};
use crate::{Refusal, Verdict, ensure, if_it_stands_still};

/// Where to read more.
pub const PAGE: &str = "tokio/timeout_and_cancel";

const ITEMS: [u64; 4] = [1, 2, 3, 4];
/// More calls than any answer needs.
const MOST_CALLS: usize = 40;

/// Grades `forward`.
pub fn grade(answer: impl AsyncFn(&mut Receiver<u64>, &Sender<u64>)) -> Verdict {
    if_it_stands_still(blocks_the_executor);
    polled_by_hand(|| {
        for polls in (1..=8).rev() {
            for arrive_early in [true, false] {
                judge(&answer, polls, arrive_early)?;
            }
        }
        Ok(())
    })
}

/// Drops the future whenever it was polled this often, and calls the function again.
fn judge(
    answer: &impl AsyncFn(&mut Receiver<u64>, &Sender<u64>),
    polls: usize,
    arrive_early: bool,
) -> Verdict {
    let (source, mut inbox) = mpsc::channel(ITEMS.len());
    let (outbox, mut sink) = mpsc::channel(1);
    let mut source = Some(source);
    let mut to_come = ITEMS.iter();
    let mut arrive = |count| {
        for item in to_come.by_ref().take(count) {
            let source = source.as_ref().expect("it is closed after the last item");
            source.try_send(*item).expect("there is room for all");
        }
        if to_come.len() == 0 {
            source = None;
        }
    };
    arrive(if arrive_early { ITEMS.len() } else { 0 });
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
            let lost: Vec<_> = ITEMS.iter().filter(|item| !got.contains(item)).collect();
            let first = lost.first().map_or(0, |item| **item);
            let says = format!(
                "a dropped future takes an item with it: item {first} of {} is lost",
                ITEMS.len()
            );
            let lost = ensure(lost.is_empty(), "lost_item", says);
            let says = format!("the items {ITEMS:?} were to be forwarded, and {got:?} arrived");
            return lost
                .and_then(|()| ensure(got == ITEMS, "wrong_items", says))
                .map_err(|refusal| refusal.evidence(steps));
        }
    }
    let says = format!("called {MOST_CALLS} times, it has not forwarded {} items", ITEMS.len());
    Err(Refusal::new("never_ends", says).evidence(steps))
}
