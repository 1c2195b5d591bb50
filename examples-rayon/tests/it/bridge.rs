//! What the output of `bridge` can't show.

use std::io::{self, BufReader, Read};
use std::iter;
use std::sync::{Barrier, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use examples_rayon::bridge::{Folder, count_words, total_bytes};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[test]
fn every_line_is_counted_once_with_its_number() {
    let text: String = (0..2_000).map(|number| "word ".repeat(number % 7) + "\n").collect();
    for workers in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        let mut counts = pool.install(|| count_words(text.as_bytes())).unwrap();
        counts.sort_unstable();
        assert!(counts.iter().copied().eq((0..2_000).map(|n| (n, n % 7))), "{workers} workers");
    }
    assert_eq!(count_words(&b""[..]).unwrap(), []);
}

#[test]
fn a_line_that_cannot_be_read_is_an_error() {
    struct Torn;
    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }
    let text = BufReader::new((&b"one\ntwo\n"[..]).chain(Torn));
    let error = watched("the error", || count_words(text)).unwrap_err();
    assert_eq!(error.to_string(), "torn");
    assert!(count_words(&b"caf\xe9\n"[..]).is_err(), "a line that is not UTF-8");
}

/// The first item is not done before the second one is, and no two wait in the same worker.
#[test]
fn par_bridge_loses_the_order() {
    let done = watched("the second item to be done first", || {
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let (sender, receiver) = mpsc::channel();
        let (receiver, done) = (Mutex::new(receiver), Mutex::new(Vec::new()));
        pool.install(|| {
            ["first", "second"].into_iter().par_bridge().for_each_with(sender, |sender, item| {
                if item == "first" {
                    receiver.lock().unwrap().recv().unwrap();
                }
                done.lock().unwrap().push(item);
                let _ = sender.send(());
            });
        });
        done.into_inner().unwrap()
    });
    assert_eq!(done, ["second", "first"]);
}

#[test]
fn every_folder_of_a_tree_is_added_once() {
    // One folder in the other, and many beside each other.
    let deep = (1..=1_000).fold(Folder(0, vec![]), |inner, bytes| Folder(bytes, vec![inner]));
    let wide = Folder(0, (1..=1_000).map(|bytes| Folder(bytes, vec![])).collect());
    let both = Folder(7, vec![deep, wide]);
    for workers in [1, 2, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        assert_eq!(pool.install(|| total_bytes(&both)), 7 + 500_500 + 500_500);
    }
}

#[test]
fn jobs_of_a_scope_are_at_work_at_once() {
    watched("three jobs to meet at the barrier", || {
        let pool = ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let barrier = Barrier::new(3);
        pool.scope(|s| {
            for _ in 0..3 {
                s.spawn(|_| {
                    barrier.wait();
                });
            }
        });
    });
}

/// Whether all items come through a bridge, when `next` calls `inside` for the second of them. Another
/// worker has the first item meanwhile, and wants the next one after it.
fn comes_to_its_end(inside: fn()) -> bool {
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        let (meet, met) = mpsc::channel();
        let mut number = 0;
        let items = iter::from_fn(move || {
            number += 1;
            if number == 2 {
                meet.send(()).unwrap();
                inside();
            }
            (number <= 4).then_some(number)
        });
        let met = Mutex::new(met);
        let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        pool.install(|| {
            items.par_bridge().for_each(|number| {
                if number == 1 {
                    met.lock().unwrap().recv().unwrap();
                }
            });
        });
        end.send(()).unwrap();
    });
    ended.recv_timeout(Duration::from_millis(300)).is_ok()
}

#[test]
fn a_next_that_needs_the_other_workers_stands_still() {
    // The other worker wants the lock, which this one keeps until the other has done its part.
    assert!(!comes_to_its_end(|| drop(rayon::broadcast(|_| ()))));
    watched("an iterator that leaves Rayon alone", || while !comes_to_its_end(|| ()) {});
}
