//! Ten thousand threads at once, and what they cost.
//!
//! Article A says that “spawning thousands of threads would quickly exhaust memory”. An example must not try
//! more than ten thousand: on Linux, the number of memory maps ends it somewhat above, and that kills the
//! process.

use std::time::Instant;

use crate::harness::study::Outcome;
use crate::harness::system::total_memory;
use crate::harness::{Figure, Study, Unit, Verdict};
use crate::thread_memory::{Cost, parked};

const THREADS: usize = 10_000;
/// Who takes this share of the memory leaves too little for all else.
pub const EXHAUSTED: f64 = 0.5;

pub fn study() -> Study {
    let study = Study {
        name: "ten_thousand_threads",
        claim: "C7",
        article: "A \"Standard Threads\"",
        says: "“spawning thousands of threads would quickly exhaust memory”",
        figure: "thousands",
        rounds: 6,
        ..Study::default()
    };
    study
        .contender("10,000 threads", || {
            let start = Instant::now();
            let Cost { reserved, resident, kernel } = parked(THREADS)?;
            let threads = THREADS as f64;
            Ok(Outcome::new([
                Figure::nanoseconds("start and join", start.elapsed().as_nanos() as f64),
                Figure::bytes("reserved", reserved * threads),
                Figure::bytes("resident", resident * threads),
                Figure::bytes("in the kernel", kernel.sum() * threads),
                Figure::bytes("of a memory of", total_memory()?),
            ]))
        })
        .rule(
            [
                "10,000 threads, resident",
                "10,000 threads, in the kernel",
                "10,000 threads, of a memory of",
            ],
            verdict,
        )
}

pub fn verdict([resident, kernel, memory]: [f64; 3]) -> Verdict {
    let (exhausted, shown) = exhausts(resident + kernel, memory);
    let shown = format!("10,000 waiting threads hold {shown}");
    if exhausted { Verdict::holds(shown) } else { Verdict::not_here(shown) }
}

/// Says whether what ten thousand of a kind hold exhausts the memory, and how much of it that is. All claims
/// about that are judged by this.
pub fn exhausts(held: f64, memory: f64) -> (bool, String) {
    let share = held / memory;
    let (held, share_shown) = (Unit::Bytes.show(held), 100.0 * share);
    (share >= EXHAUSTED, format!("{held}, which is {share_shown:.1} % of this machine's memory"))
}
