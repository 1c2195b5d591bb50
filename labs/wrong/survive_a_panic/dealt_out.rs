// Refused: dealt

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let mut parts: Vec<Vec<Job>> = (0..workers).map(|_| Vec::new()).collect();
    for (index, job) in jobs.into_iter().enumerate() {
        parts[index % workers].push(job);
    }
    let runs = |job: &mut Option<Job>| catch_unwind(AssertUnwindSafe(job.take().unwrap())).is_ok();
    let returned = thread::scope(|s| {
        let start = |part: Vec<Job>| {
            s.spawn(move || {
                part.into_iter()
                    .map(Some)
                    .filter_map(|mut job| runs(&mut job).then_some(()))
                    .count()
            })
        };
        let handles: Vec<_> = parts.into_iter().map(start).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).sum::<usize>()
    });
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
