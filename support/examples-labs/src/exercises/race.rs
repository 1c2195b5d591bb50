//! The first answer wins, and the other request is dropped.

use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use examples_engine::Monitor;
use smol::future::zip;

use crate::tasks::{
    TOO_MANY_POLLS, all_at_once, all_wait, blocks_the_executor, ensure_apart,
    one_of_two_stands_still, several_stand_still, waits_for_no_timer, watched, without_runtime,
};
use crate::{Refusal, Verdict, counts_to_try, ensure, if_it_stands_still, let_others_go_on, run};

/// Where to read more.
pub const PAGE: &str = "smol/race";

/// A request to a mirror.
pub type Request = Pin<Box<dyn Future<Output = String> + Send>>;

const NAMES: [&str; 2] = ["near", "far"];
/// How many races are under way at the same time.
const MANY: usize = 100;

/// Grades `first`.
pub fn grade(answer: impl AsyncFn(Request, Request) -> String) -> Verdict {
    (0..10).try_for_each(|round| {
        judge(&answer, round % 2, ["answer", ""][round / 2 % 2], Way::Usual)
    })?;
    (0..4).try_for_each(|round| judge(&answer, round % 2, "answer", Way::Close))?;
    (0..4).try_for_each(|round| judge(&answer, round % 2, "answer", Way::Yields))?;
    // Their answers come at the same time, or one after the other.
    [([0, 1], 2), ([0, 1], 1), ([1, 0], 1)]
        .into_iter()
        .try_for_each(|(order, at_once)| two(&answer, order, at_once))?;
    counts_to_try(5, 300).into_iter().chain([MANY]).try_for_each(|races| many(&answer, races))
}

/// Runs this many races at the same time. Their answers come together.
fn many(answer: &impl AsyncFn(Request, Request) -> String, races: usize) -> Verdict {
    if_it_stands_still(move || several_stand_still(races, "first"));
    let all = (0..races).map(|race| Race::new(race % 2, "answer", Way::OneOf(races)));
    let all: Vec<_> = all.collect();
    let calls = all.iter().map(|race| answer(race.request(0), race.request(1)));
    let refs: Vec<_> = all.iter().collect();
    let got = without_runtime(all_at_once(calls, || ()), || Race::wait(&refs, races));
    let says = format!(
        "{races} tasks have called `first` at the same time, and not each of the calls has returned its own answer"
    );
    ensure(got.iter().all(|got| got == "answer"), "outlives_the_call", says)
}

/// Runs two races at the same time. Their answers come in this order, `at_once` of them together.
fn two(
    answer: &impl AsyncFn(Request, Request) -> String,
    order: [usize; 2],
    at_once: usize,
) -> Verdict {
    let races =
        [(0, "this"), (1, "that")].map(|(winner, text)| Race::new(winner, text, Way::OneOf(2)));
    if_it_stands_still(|| match all_wait() {
        true => one_of_two_stands_still("first"),
        false => blocks_the_executor(),
    });
    let [first, second] =
        races.each_ref().map(|race| watched(answer(race.request(0), race.request(1))));
    let got = without_runtime(zip(first, second), || {
        Race::wait(&order.each_ref().map(|race| &races[*race]), at_once)
    });
    ensure_apart("first", got.into(), ["this".into(), "that".into()])
}

/// What is special about a race.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Usual,
    /// The other's answer is there as soon as the winner has given its own.
    Close,
    /// Each request is woken while it is polled for the first time, and begins when it is polled again.
    Yields,
    /// This many races are under way at the same time.
    OneOf(usize),
}

/// Runs a race that has this winner, which answers with this text.
fn judge(
    answer: &impl AsyncFn(Request, Request) -> String,
    winner: usize,
    text: &'static str,
    way: Way,
) -> Verdict {
    let race = Race::new(winner, text, way);
    let if_still = race.clone();
    if_it_stands_still(move || if_still.0.with(|seen| seen.stands_still()));
    let got = watched(answer(race.request(0), race.request(1)));
    let got = without_runtime(got, || Race::wait(&[&race], 1));
    race.0.with(|seen| {
        seen.steps.push("`first` returns".into());
        seen.has_returned = true;
    });
    // A task is dropped by its executor, which may have a thread of its own.
    race.0.wait(Location::caller(), |seen| match seen.dropped[1 - winner] {
        true => Ok(()),
        false => Err("waits until the other request is dropped".into()),
    });
    let expected = output(winner, winner, text);
    let says = format!("the first answer was {expected:?}, and `first` returned {got:?}");
    ensure(got == expected, "wrong_result", says)
}

/// The loser's answer is another one.
fn output(which: usize, winner: usize, text: &str) -> String {
    let name = if which == winner { "" } else { " of the other" };
    format!("{text}{name}")
}

/// What is seen of a race. One request gets its answer, the other never does.
struct Seen {
    winner: usize,
    text: &'static str,
    way: Way,
    has_yielded: [bool; 2],
    polls: [usize; 2],
    wakers: [Option<Waker>; 2],
    /// Both requests have begun, and `first` has waited. Only now the answer comes.
    has_answer: bool,
    has_answered: bool,
    /// How often each has returned its answer.
    answers: [usize; 2],
    first_waits: bool,
    dropped: [bool; 2],
    has_returned: bool,
    steps: Vec<String>,
}

#[derive(Clone)]
struct Race(Arc<Monitor<Seen>>);

impl Race {
    fn new(winner: usize, text: &'static str, way: Way) -> Self {
        Self(Arc::new(Monitor::new(Seen::new(winner, text, way))))
    }

    fn request(&self, which: usize) -> Request {
        Box::pin(Asked { which, race: self.clone() })
    }

    /// Called when the futures of `first` wait. Now the answers of `at_once` races come that have had none.
    fn wait(races: &[&Self], at_once: usize) {
        races.iter().for_each(|race| race.ensure_begun());
        let new = races.iter().filter(|race| race.0.with(|seen| !seen.first_waits));
        let new: Vec<_> = new.take(at_once).collect();
        if new.is_empty() || !waits_for_no_timer("first") {
            return;
        }
        for race in new {
            let winner = race.0.with(|seen| {
                seen.first_waits = true;
                seen.answer_comes()
            });
            wake(winner);
        }
    }

    fn ensure_begun(&self) {
        if self.0.with(|seen| !seen.first_waits && seen.polls.contains(&0)) {
            // A request may begin on another thread, but not after some time.
            let_others_go_on();
            let late =
                self.0.with(|seen| seen.polls.contains(&0).then(|| seen.stands_still_waiting()));
            if let Some(refusal) = late {
                run::refuse(refusal);
            }
        }
    }
}

/// The future of a request.
struct Asked {
    which: usize,
    race: Race,
}

impl Future for Asked {
    type Output = String;

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<String> {
        let new = Some(context.waker().clone());
        // The old waker is dropped later: it may be the last to hold a task, and the task a request.
        let (is_ready, winner, _old) = self.race.0.with(|seen| seen.polled(self.which, new));
        wake(winner);
        if !is_ready {
            return Poll::Pending;
        }
        Poll::Ready(self.race.0.look(|seen| output(self.which, seen.winner, seen.text)))
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let _waker = self.race.0.with(|seen| {
            seen.dropped[self.which] = true;
            seen.steps.push(format!("`{}` is dropped", NAMES[self.which]));
            seen.wakers[self.which].take()
        });
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl Seen {
    fn new(winner: usize, text: &'static str, way: Way) -> Self {
        Self {
            winner,
            text,
            way,
            has_yielded: [false; 2],
            polls: [0; 2],
            wakers: [None, None],
            has_answer: false,
            has_answered: false,
            answers: [0; 2],
            first_waits: false,
            dropped: [false; 2],
            has_returned: false,
            steps: Vec::new(),
        }
    }

    /// Returns whether the request is ready, the waker of the one that is ready from now on, and the waker
    /// that is no longer needed.
    fn polled(&mut self, which: usize, new: Option<Waker>) -> (bool, Option<Waker>, Option<Waker>) {
        let name = NAMES[which];
        if self.answers[which] > 0 {
            let says = format!(
                "`{name}` has returned its answer, and is polled again: a future that has ended panics then"
            );
            run::refuse(Refusal::new("done_twice", says).evidence(self.steps.clone()));
        }
        if self.way == Way::Yields && !self.has_yielded[which] {
            self.has_yielded[which] = true;
            self.steps.push(format!("`{name}` is woken while it is polled, and waits"));
            return (false, new, None);
        }
        self.polls[which] += 1;
        if self.polls[which] == 1 {
            self.steps.push(format!("`{name}` begins"));
        }
        if self.polls[which] == TOO_MANY_POLLS {
            let says = format!("`{name}` is polled again and again, and nothing has woken it");
            run::refuse(Refusal::new("busy_waiting", says).evidence(self.steps.clone()));
        }
        if self.has_answer && which == self.winner {
            self.has_answered = true;
            self.answers[which] += 1;
            self.steps.push(format!("`{name}` is polled again, and returns its answer"));
            return (true, None, None);
        }
        if self.way == Way::Close && self.has_answered {
            self.answers[which] += 1;
            self.steps.push(format!("`{name}` is polled again, and returns its answer, too"));
            return (true, None, None);
        }
        let old = std::mem::replace(&mut self.wakers[which], new);
        (false, self.answer_comes(), old)
    }

    fn answer_comes(&mut self) -> Option<Waker> {
        if self.has_answer || !self.first_waits || self.polls.contains(&0) {
            return None;
        }
        self.has_answer = true;
        self.steps.push(format!("the answer of `{}` comes, and wakes it", NAMES[self.winner]));
        self.wakers[self.winner].clone()
    }

    fn stands_still(&self) -> Refusal {
        self.why(all_wait())
    }

    fn stands_still_waiting(&self) -> Refusal {
        self.why(true)
    }

    fn why(&self, all_wait: bool) -> Refusal {
        let (winner, other) = (NAMES[self.winner], NAMES[1 - self.winner]);
        let not_begun = |which: usize| self.polls[which] == 0;
        let left = [0, 1].into_iter().find(|which| self.has_yielded[*which] && not_begun(*which));
        if let Way::OneOf(races) = self.way {
            return match races {
                2 => one_of_two_stands_still("first"),
                _ => several_stand_still(races, "first"),
            };
        }
        let (id, says) = if self.has_returned {
            (
                "goes_on",
                format!("`first` has returned, and `{other}` goes on: nobody has dropped it"),
            )
        } else if !all_wait {
            let says = "`first` blocks the thread that polls it, so no other task can run there";
            ("blocks_the_executor", says.into())
        } else if let Some(which) = left {
            let name = NAMES[which];
            let says = format!("`{name}` was woken while it was polled, and nobody polls it again");
            ("never_woken", says)
        } else if not_begun(0) && not_begun(1) {
            ("never_begins", "`first` waits, and neither request has begun".into())
        } else if let Some(which) = [0, 1].into_iter().find(|which| not_begun(*which)) {
            let (name, under_way) = (NAMES[which], NAMES[1 - which]);
            let says = format!(
                "`{under_way}` is under way, and `{name}` has not begun: both should be under way at the same time"
            );
            ("one_after_another", says)
        } else if self.has_answered {
            let says = format!("`{winner}` has answered, and `first` still waits for `{other}`");
            ("waits_for_both", says)
        } else if self.dropped[self.winner] {
            let says = format!("`{winner}` was dropped before its answer came");
            ("dropped_too_early", says)
        } else {
            let says =
                format!("the answer of `{winner}` is there, and nobody polls `{winner}` again");
            ("never_woken", says)
        };
        Refusal::new(id, says).evidence(self.steps.clone())
    }
}
