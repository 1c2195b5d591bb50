// A project: a service that counts log lines. About 45 minutes.
//
// Tasks of one thread ask the service how many of their log lines there are of each level, such as `INFO` or `WARN`.
// Rayon counts, a Crossbeam channel carries, and Tokio serves. The grader looks at the parts in this order:
//
// 1. `count` returns how many lines there are of each level; `level` returns the level of a line. Rayon shares out the
//    calls of `level` to its threads, which share nothing that they change, such as a map under a lock, or an atomic.
// 2. `Service::start` starts a thread that calls `work` for one request after the other. `ask` sends it a request when
//    its future is polled for the first time, and returns what `work` has returned for these lines. Meanwhile other
//    tasks run, and may use another service. No future asks again and again for what it waits for.
// 3. The requests that the thread has not begun wait in a channel that holds `bound` of them, also those whose future
//    was dropped; `bound` is 1 or more. If the channel is full, `ask` returns `Err(Refused::Full)` at once.
// 4. From the moment at which `stop` begins to run, `ask` returns `Err(Refused::Stopped)` at once. All requests from
//    before are still counted and answered, and `stop` returns when the last one has been counted, whether the future
//    of their `ask` is polled, waits unpolled, or was dropped. The thread may end later. Meanwhile other tasks run.
//    `stop` is called once, and awaited to its end. `work` does not panic, and all futures are polled inside of a Tokio
//    runtime.
//
// Read: cargo page combined/render_service

use std::collections::HashMap;

use labs::log_summary::Refused;

type Counts = HashMap<String, u64>;

/// Returns how many lines there are of each level. `level` returns the level of a line.
fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    // TODO: So far one thread counts all lines. Part 1 begins here, and part 2 below.
    let mut counts = Counts::new();
    for line in lines {
        *counts.entry(level(line).to_owned()).or_default() += 1;
    }
    counts
}

/// Answers requests from many tasks, one after the other.
struct Service {
    work: fn(&[String]) -> Counts,
}

impl Service {
    /// Starts the service. `work` counts the lines of a request; `bound` requests can wait for it.
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let _ = bound;
        Service { work }
    }

    /// Returns the counts of these lines, or why there is no answer.
    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        Ok((self.work)(&lines))
    }

    /// Takes no more requests, and waits until those that were taken have been counted.
    async fn stop(&self) {}
}

/// Returns the level of a line, which comes first.
fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let service = Service::start(4, |lines| count(lines, first_word));
    let lines = ["INFO it starts", "WARN the disk is full", "INFO it ends"];
    println!("{:?}", service.ask(lines.map(str::to_owned).to_vec()).await);
    service.stop().await;
    println!("{:?}", service.ask(Vec::new()).await);
}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
