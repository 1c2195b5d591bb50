// Refused: deadlock

use std::panic::{self, AssertUnwindSafe, catch_unwind};

use crossbeam::channel;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let (sender, queue) = channel::bounded::<Job>(1);
    let (results, ended) = channel::bounded(16);
    crossbeam::scope(|s| {
        for _ in 0..workers {
            let (queue, results) = (queue.clone(), results.clone());
            s.spawn(move |_| {
                for job in queue {
                    results.send(catch_unwind(AssertUnwindSafe(job)).is_ok()).unwrap();
                }
            });
        }
        for job in jobs {
            sender.send(job).unwrap();
        }
        drop((sender, results));
    })
    .unwrap();
    panic::set_hook(before);
    let returned: Vec<bool> = ended.iter().collect();
    let good = returned.iter().filter(|returned| **returned).count();
    (good, returned.len() - good)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
