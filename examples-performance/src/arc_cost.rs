//! What an `Arc` costs: to read through it, to clone it and to drop it.
//!
//! Article B says that the deref and the atomic operations add cost. To read through an `Arc` is compared with a
//! reference, and a clone with that of an `Rc`, whose count is a plain number. Two threads clone an `Arc` of their own
//! each, and then the same one.

use std::hint::black_box;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use crate::harness::measure::time_part;
use crate::harness::study::Outcome;
use crate::harness::{Study, Unit, Verdict, time};

const TIMES: usize = 100_000;
/// A read takes a few cycles, and where its code lies can change that by half. An atomic operation would be many times more.
const SAME: f64 = 2.0;

/// An `Arc` of it has lines of the cache of its own. Two small ones would lie in one line.
#[repr(align(128))]
struct Apart(#[expect(dead_code, reason = "something to share")] u64);

pub fn study() -> Study {
    let study = Study {
        name: "arc_cost",
        claim: "C18",
        article: "B \"Performance Considerations\"",
        says: "`Arc` deref and atomic operations add cost",
        figure: "cost",
        ..Study::default()
    };
    study
        .contender("a read through a reference", || read(&1))
        .contender("a read through an Arc", || read(Arc::new(1)))
        .contender("a clone and drop of an Rc", || {
            let value = Rc::new(1);
            each(time(|| clone_and_drop(&value)))
        })
        .contender("a clone and drop of an Arc", || {
            let value = Arc::new(1);
            each(time(|| clone_and_drop(&value)))
        })
        .contender("the same, two threads, two Arcs", || {
            each(two_threads([1, 2].map(Apart).map(Arc::new)))
        })
        .contender("the same, two threads, one Arc", || {
            let shared = Arc::new(Apart(1));
            each(two_threads([Arc::clone(&shared), shared]))
        })
        .ratio("read, Arc / reference", "a read through an Arc", "a read through a reference")
        .rule(
            [
                "read, Arc / reference",
                "a clone and drop of an Rc",
                "a clone and drop of an Arc",
                "the same, two threads, one Arc",
            ],
            verdict,
        )
}

pub fn verdict([read, rc, arc, shared]: [f64; 4]) -> Verdict {
    let [plain, one, many] = [rc, arc, shared].map(|time| Unit::Nanoseconds.show(time));
    let shown = format!(
        "to clone and drop one takes {one} on one thread, {many} if two threads do so at the same time with the same \
         one, and {plain} without atomic operations"
    );
    if arc < SAME * rc {
        Verdict::not_here(shown)
    } else if read < SAME {
        Verdict::holds_but(format!("not for the deref: {shown}"))
    } else {
        Verdict::holds(format!(
            "{shown}. A read takes {read:.2} times as long as through a reference"
        ))
    }
}

fn each(time: f64) -> anyhow::Result<Outcome> {
    Ok(Outcome::time(time / TIMES as f64))
}

fn read(value: impl Deref<Target = u64>) -> anyhow::Result<Outcome> {
    let sum = || (0..TIMES).map(|_| get(black_box(&value))).sum::<u64>();
    Ok(each(time(sum))?.computed("the sum", sum()))
}

/// A call, so that the compiler can't prepare one of the two better than the other.
#[inline(never)]
fn get(value: &impl Deref<Target = u64>) -> u64 {
    **value
}

fn clone_and_drop<T: Clone>(value: &T) {
    (0..TIMES).for_each(|_| drop(black_box(value.clone())));
}

/// Returns how long the slower of two threads takes that begin at the same moment.
fn two_threads(values: [Arc<Apart>; 2]) -> f64 {
    time_part(|| {
        let begin = Barrier::new(2);
        thread::scope(|s| {
            let workers = values.each_ref().map(|value| {
                let begin = &begin;
                s.spawn(move || {
                    begin.wait();
                    let start = Instant::now();
                    clone_and_drop(value);
                    start.elapsed()
                })
            });
            workers
                .map(|worker| worker.join().expect("no clone panics"))
                .into_iter()
                .max()
                .expect("two")
        })
    })
}
