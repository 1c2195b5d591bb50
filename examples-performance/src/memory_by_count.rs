//! Series: the memory of ten to ten thousand threads, tasks and connections that wait.
//!
//! Where few wait, it does not matter which of them they are.

use crate::harness::study::Outcome;
use crate::harness::system::open_files_limit;
use crate::harness::{Figure, Study};
use crate::sockets::open_and_answer;
use crate::task_memory::{smol_tasks, tokio_tasks};
use crate::thread_memory::parked;

const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];

pub fn study() -> Study {
    let mut study = Study {
        name: "memory_by_count",
        article: "A and B, memory",
        says: "the resident memory of threads, tasks and connections that wait, by their number",
        rounds: 5,
        ..Study::default()
    };
    for count in COUNTS {
        let point = move |bytes: f64| {
            // A page more or less is all that ten tasks cost.
            let figure = Figure::bytes("resident memory of all", bytes.max(1.0)).at(count);
            Ok(Outcome::new([figure]))
        };
        let all = move |each: f64| point(each * count as f64);
        study = study
            .contender("threads", move || {
                let cost = parked(count)?;
                all(cost.resident + cost.kernel)
            })
            .contender("Tokio tasks", move || all(tokio_tasks::<0>(count)?))
            .contender("smol tasks", move || all(smol_tasks::<0>(count)?))
            .contender("Tokio tasks with 2 KiB", move || all(tokio_tasks::<2048>(count)?))
            .contender("Tokio connections", move || {
                let most = open_files_limit()?.saturating_sub(100) / 2;
                let held = open_and_answer(count.min(most))?;
                point(held.resident / held.open as f64 * count as f64)
            });
    }
    study
}
