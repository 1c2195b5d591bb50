//! shuttle and loom.

use std::panic;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use shuttle::scheduler::{DfsScheduler, PctScheduler, RandomScheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};

use crate::{Checker, Ending, Run, clock};

/// How many schedules were begun.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// A schedule with more steps than this spins. shuttle leaves it, loom ends the search.
const MOST_STEPS: usize = 500;

/// What a checker says about itself, not about the program.
const ABOUT_ITSELF: [&str; 4] =
    ["exceeded maximum", "not supported", "invalid internal", "did not exercise any concurrency"];

/// Runs the program in up to so many schedules. Returns how many were run. When one fails, prints that and ends
/// the process.
pub fn check(checker: Checker, main: fn(), seed: u64, schedules: u64) -> (Ending, u64) {
    end_with_the_first_panic();
    let main = move || {
        BEGUN.fetch_add(1, Ordering::Relaxed);
        main();
    };
    let most = schedules as usize;
    match checker {
        Checker::Ours => unreachable!("it has a module of its own"),
        Checker::ShuttleRandom => {
            shuttle_runner(RandomScheduler::new_from_seed(seed, most)).run(main);
        }
        Checker::ShuttlePct => {
            // With a depth of two, priorities change at one point; with three, at two. A tiny program needs the first.
            let depth = 2 + seed as usize % 2;
            shuttle_runner(PctScheduler::new_from_seed(seed, depth, most)).run(main);
        }
        Checker::ShuttleDfs => {
            shuttle_runner(DfsScheduler::new(Some(most), false)).run(main);
        }
        Checker::Loom => loom_model(None, most).check(main),
        Checker::LoomBounded => loom_model(Some(3), most).check(main),
    }
    let ran = BEGUN.load(Ordering::Relaxed);
    // The random ones run as many as they may; the others end earlier when there is no other schedule.
    (if ran < schedules { Ending::All } else { Ending::Some }, ran)
}

fn shuttle_runner<S: shuttle::scheduler::Scheduler + 'static>(scheduler: S) -> Runner<S> {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.max_steps = MaxSteps::ContinueAfter(MOST_STEPS);
    Runner::new(scheduler, config)
}

fn loom_model(preemptions: Option<usize>, schedules: usize) -> loom::model::Builder {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_permutations = Some(schedules + 1); // It counts the one that it does not run.
    builder.checkpoint_interval = 1; // It looks at the number only there.
    builder.max_branches = MOST_STEPS;
    builder
}

/// In the programs nothing panics but what has found a bug.
fn end_with_the_first_panic() {
    let begin = clock::now();
    panic::set_hook(Box::new(move |info| {
        let payload = info.payload();
        let says = payload.downcast_ref::<&str>().map(|says| says.to_string());
        let says = says.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        let micros = (clock::now() - begin).as_micros() as u64;
        let schedules = BEGUN.load(Ordering::Relaxed);
        let ending = if ABOUT_ITSELF.iter().any(|words| says.contains(words)) {
            Ending::GaveUp(says)
        } else {
            Ending::Failed(says)
        };
        println!("{}", Run { ending, schedules, micros }.line());
        process::exit(0);
    }));
}
