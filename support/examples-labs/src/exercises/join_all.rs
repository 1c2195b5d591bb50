//! A thread for each input, and the results in order.

use examples_engine::until_nothing_else_happens;

use crate::explore::even_longer;
use crate::refusal::MOST_ITEMS;
use crate::{
    Calls, Failure, Given, Inputs, Kind, Refusal, Verdict, counts_to_try, ensure, ensure_sevens,
    explore, explore_few, explore_some, it_may_stand_still, result, results_of,
    sort_those_of_equals, special_inputs, two_calls_return,
};

/// Where to read more.
pub const PAGE: &str = "threads/spawn_join";

type Answer = fn(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64>;

static CALLS: Calls = Calls::new();
static ROUND: Given<Round> = Given::new();

/// More inputs than any number of threads that an answer may have of its own.
const MANY: usize = 21;
/// More than a byte can count.
const VERY_MANY: usize = 260;

struct Round {
    inputs: Vec<u64>,
    /// What a call adds to the result of its input.
    plus: u64,
}

impl Round {
    fn new(count: usize) -> Self {
        let mut inputs = Inputs::new(count as u64);
        Self { inputs: inputs.numbers(count), plus: inputs.between(0, 9) % (1 + count as u64 % 4) }
    }

    fn result(&self, input: u64) -> u64 {
        result(input) + self.plus
    }
}

/// Grades `squares`.
pub fn grade(answer: Answer) -> Verdict {
    let more = Inputs::new(0).index(4, 5);
    explore(move || judge(answer, 3, alone), |failure| failure.into())?;
    for count in [more, 2, 0] {
        explore_some(move || judge(answer, count, alone), |failure| failure.into())?;
    }
    let explain =
        |count| move |failure: &Failure| CALLS.explain(failure, count, "calls", "squares");
    explore_some(move || judge(answer, 3, meets), explain(3))?;
    for count in [more, MANY] {
        explore_few(move || judge(answer, count, meets), explain(count))?;
    }
    // Before, nobody can tell whether the one call would be at the same time as others.
    explore_some(move || judge(answer, 1, alone), |failure| failure.into())?;
    explore_some(move || judge(answer, 2, late), |failure| failure.into())?;
    explore_few(move || judge(answer, MANY, late), |failure| failure.into())?;
    let sevens = move || ensure_sevens("squares", &answer(vec![5, 3, 4], |_| 7));
    explore_few(sevens, |failure| failure.into())?;
    for inputs in special_inputs().chunks(9) {
        let inputs = inputs.to_vec();
        explore_few(
            move || judge_round(answer, Round { inputs: inputs.clone(), plus: 0 }, alone),
            special,
        )?;
    }
    CALLS.all_meet(VERY_MANY, "calls", "squares");
    judge(answer, VERY_MANY, meets)?; // Not in a schedule, which such a crowd makes long.
    for own in counts_to_try(5, 300) {
        CALLS.all_meet(own, "calls", "squares");
        judge(answer, own, meets)?;
    }
    it_may_stand_still();
    explore_some(move || two_calls(answer), |failure| failure.into())
}

/// Two threads call the answer at the same time.
fn two_calls(answer: Answer) -> Verdict {
    let mine = || answer(vec![3, 2], |input| input * 10);
    let theirs = move || answer(vec![7, 8], |input| input * 100);
    two_calls_return("squares", mine, theirs, [vec![30, 20], vec![700, 800]])
}

/// A call that ends when all have begun.
fn meets(input: u64) -> u64 {
    work(input, || CALLS.meet(ROUND.get().inputs.len()))
}

/// A call that takes longer than anybody waits with a time limit. The last one takes even longer.
fn late(input: u64) -> u64 {
    let is_last = ROUND.get().inputs.last() == Some(&input);
    work(input, if is_last { even_longer } else { until_nothing_else_happens })
}

/// A call that waits for nothing.
fn alone(input: u64) -> u64 {
    work(input, || ())
}

fn work(input: u64, waits: fn()) -> u64 {
    CALLS.enter(format_args!("input {input}"));
    waits();
    CALLS.leave(format_args!("input {input}"));
    ROUND.get().result(input) + CALLS.before(input)
}

/// Explains what goes wrong if the calls return special results.
fn special(failure: &Failure) -> Refusal {
    let results: Vec<_> = ROUND.get().inputs.iter().copied().map(result).collect();
    match failure.kind {
        Kind::Deadlock(_) | Kind::Polls(_) | Kind::Endless => {
            let says = format!(
                "`work` returned {results:?}, and `squares` waits forever: each of these is a result"
            );
            Refusal::new("deadlock", says)
        }
        _ => failure.into(),
    }
}

fn judge(answer: Answer, count: usize, work: fn(u64) -> u64) -> Verdict {
    judge_round(answer, Round::new(count), work)
}

fn judge_round(answer: Answer, round: Round, work: fn(u64) -> u64) -> Verdict {
    CALLS.begin();
    ROUND.set(round);
    let round = ROUND.get();
    let inputs = &round.inputs;
    let count = inputs.len();
    let mut got = answer(inputs.clone(), work);
    let ended = CALLS.ended();
    until_nothing_else_happens(); // Calls that are late get to run.
    CALLS.all_followed()?;
    CALLS.none_by_caller("calls", "squares")?;
    CALLS.ensure_each_once(inputs.iter().map(|input| format!("input {input}")), "lost_item")?;
    let says = format!(
        "`squares` returned when {ended} of {count} calls had ended: a thread was not joined"
    );
    ensure(ended == count, "left_behind", says)?;
    sort_those_of_equals(inputs, &mut got);
    let mut expected = results_of(inputs, |input| round.result(input));
    if got == expected {
        return Ok(());
    }
    let difference = got.iter().zip(&expected).position(|(got, expected)| got != expected);
    let says = match difference {
        Some(at) if count > MOST_ITEMS => format!(
            "for input {}, at index {at} of {count}, `work` returned {}, and `squares` has {} there",
            inputs[at], expected[at], got[at]
        ),
        _ => format!(
            "the inputs were {inputs:?}, `work` returned {expected:?}, and `squares` {got:?}"
        ),
    };
    got.sort();
    expected.sort();
    if got == expected {
        let says = format!("{says}: the results are not in the order of the inputs");
        return Err(Refusal::new("wrong_order", says));
    }
    Err(Refusal::new("wrong_results", says))
}
