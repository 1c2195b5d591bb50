//! Threads, locks, channels and clocks: std, Rayon and Crossbeam.

use std::sync::{Condvar, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;

use crate::{Call, works_if};

const SHORT: Duration = Duration::from_millis(10);

/// A row of the table each.
pub const CALLS: &[Call] = &[
    ("`thread::Builder::spawn`", || match thread::Builder::new().spawn(|| 7) {
        Ok(handle) => works_if(handle.join().is_ok_and(|seven| seven == 7)),
        Err(error) => format!("error: {error}"),
    }),
    ("`thread::spawn`", || works_if(thread::spawn(|| 7).join().is_ok_and(|seven| seven == 7))),
    ("`thread::scope` with a thread", || {
        works_if(thread::scope(|s| s.spawn(|| 7).join().is_ok_and(|seven| seven == 7)))
    }),
    ("`thread::available_parallelism`", || {
        thread::available_parallelism()
            .map_or("error: not known".into(), |number| number.to_string())
    }),
    ("`num_cpus::get`", || num_cpus::get().to_string()),
    ("`thread::sleep`", || {
        thread::sleep(SHORT);
        "works".into()
    }),
    ("`Instant::now`, `SystemTime::now`", || {
        works_if(Instant::now() <= Instant::now() && SystemTime::now() > SystemTime::UNIX_EPOCH)
    }),
    ("`thread::park`", || {
        thread::park();
        "returns at once".into() // Nobody unparks this thread.
    }),
    ("`Mutex::lock`", || {
        let number = Mutex::new(6);
        *number.lock().expect("no holder panics") += 1;
        works_if(number.into_inner().is_ok_and(|seven| seven == 7))
    }),
    ("`Mutex::lock`, twice on one thread", || {
        let number = Mutex::new(7);
        let _guard = number.lock();
        works_if(number.lock().is_ok())
    }),
    ("`Condvar::wait`", || {
        let number = Mutex::new(7);
        let guard = number.lock().expect("no holder panics");
        works_if(Condvar::new().wait(guard).is_ok())
    }),
    ("`mpsc`: `send`, then `recv`", || {
        let (sender, receiver) = mpsc::channel();
        sender.send(7).expect("the receiver is there");
        works_if(receiver.recv() == Ok(7))
    }),
    ("`mpsc`: `recv` from an empty channel", || {
        let (_sender, receiver) = mpsc::channel::<()>();
        works_if(receiver.recv().is_ok())
    }),
    ("Crossbeam: `send`, then `recv`", || {
        let (sender, receiver) = crossbeam::channel::bounded(1);
        sender.send(7).expect("the receiver is there");
        works_if(receiver.recv() == Ok(7))
    }),
    ("Crossbeam: `recv` from an empty channel", || {
        let (_sender, receiver) = crossbeam::channel::bounded::<()>(1);
        works_if(receiver.recv().is_ok())
    }),
    ("Crossbeam: `thread::scope` with a thread", || {
        let seven = crossbeam::thread::scope(|s| s.spawn(|_| 7).join());
        works_if(matches!(seven, Ok(Ok(7))))
    }),
    ("Rayon: `par_iter`", || works_if((0..1000).into_par_iter().sum::<u32>() == 499_500)),
    ("Rayon: `join`, `scope`", || {
        let (mut six, mut eight) = (0, 0);
        rayon::scope(|s| {
            s.spawn(|_| six = 6);
            s.spawn(|_| eight = 8);
        });
        works_if((six, eight) == (6, 8) && rayon::join(|| 6, || 8) == (6, 8))
    }),
    ("Rayon: the number of threads", || rayon::current_num_threads().to_string()),
    ("Rayon: a pool of two threads", || {
        match rayon::ThreadPoolBuilder::new().num_threads(2).build() {
            Ok(_) => "works".into(),
            Err(error) => format!("error: {error}"),
        }
    }),
];
