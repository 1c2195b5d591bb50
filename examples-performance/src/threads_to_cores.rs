//! Threads make computing faster up to the number of cores.
//!
//! Article B, "Throughput". The same work, which grows with the cores, is divided among more and more threads.

use std::thread;

use crate::harness::measure::{compute, cores};
use crate::harness::study::Outcome;
use crate::harness::{Figure, Study, Verdict, time};

/// For each core. Long enough that it does not matter on which core a thread begins.
const STEPS: u32 = 8_000_000;

pub fn study() -> Study {
    let mut study = Study {
        name: "threads_to_cores",
        claim: "C7",
        article: "B \"Performance Considerations\"",
        says: "threads scale well up to the number of cores",
        figure: "up to core count",
        ..Study::default()
    };
    let threads = [
        ("one thread", 1),
        ("a thread for each core", cores()),
        ("2 threads for each core", 2 * cores()),
        ("8 threads for each core", 8 * cores()),
    ];
    for (name, count) in threads {
        study = study.contender(name, move || {
            let time = time(|| divided(count));
            let figures = [Figure::nanoseconds("", time), Figure::count("cores", cores() as f64)];
            Ok(if count == 1 { Outcome::new(figures) } else { Outcome::time(time) })
        });
    }
    study
        .ratio("speed-up with the cores", "one thread", "a thread for each core")
        .ratio("further speed-up beyond", "a thread for each core", "2 threads for each core")
        .rule(["speed-up with the cores", "further speed-up beyond", "one thread, cores"], verdict)
}

pub fn verdict([speed_up, beyond, cores]: [f64; 3]) -> Verdict {
    let shown =
        format!("a thread for each of {cores} cores is {speed_up:.2} times as fast as one thread");
    if beyond > 1.1 {
        Verdict::not_here(format!(
            "twice as many threads as cores are {beyond:.2} times as fast as one for each"
        ))
    } else if speed_up >= 0.8 * cores {
        Verdict::holds(format!(
            "{shown}. Twice as many threads are {beyond:.2} times as fast as that"
        ))
    } else {
        Verdict::holds_but(format!(
            "not in proportion: {shown}. Twice as many threads are {beyond:.2} times as fast as that"
        ))
    }
}

fn divided(threads: usize) -> u64 {
    thread::scope(|s| {
        let share = STEPS.saturating_mul(cores() as u32) / threads as u32;
        let threads: Vec<_> =
            (0..threads).map(|seed| s.spawn(move || compute(seed as u64, share))).collect();
        threads.into_iter().fold(0, |sum, thread| sum ^ thread.join().expect("it computes only"))
    })
}
