// Refused: counted_as_done

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let (sender, receiver) = channel::unbounded();
    for job in jobs {
        sender.send(job).unwrap();
    }
    drop(sender);
    let handles: Vec<_> = (0..workers)
        .map(|_| {
            let receiver = receiver.clone();
            thread::spawn(move || {
                let mut done = 0;
                for job in receiver {
                    let _ = catch_unwind(AssertUnwindSafe(job));
                    done += 1;
                }
                done
            })
        })
        .collect();
    let results: Vec<_> = handles.into_iter().map(|handle| handle.join()).collect();
    let panicked = results.iter().filter(|result| result.is_err()).count();
    (results.into_iter().flatten().sum(), panicked)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
