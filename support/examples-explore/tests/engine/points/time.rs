use examples_engine::prelude::std;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{Checked, ensure, finds, first_failure, holds, some};

const SHORT: Duration = Duration::from_millis(10);
const LONG: Duration = Duration::from_secs(10);

#[test]
fn a_short_time_limit_passes_at_once() {
    finds("late", || {
        let (sender, receiver) = mpsc::channel();
        sender.send(1).unwrap();
        let (other, messages) = mpsc::channel();
        thread::spawn(move || other.send(1).unwrap());
        ensure(receiver.recv().is_ok() && messages.recv_timeout(SHORT).is_ok(), "late")
    });
    holds(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(1).unwrap());
        ensure(receiver.recv_timeout(LONG).is_ok(), "late")
    });
}

#[test]
fn any_time_limit_passes_first() {
    fn first(longer: bool) -> Checked {
        let (order, (_sender, receiver)) = (Mutex::new(Vec::new()), mpsc::channel::<u32>());
        let receiver = Mutex::new(Some(receiver));
        thread::scope(|s| {
            s.spawn(|| {
                let receiver = receiver.lock().unwrap().take();
                let _ = receiver.unwrap().recv_timeout(LONG);
                order.lock().unwrap().push(true);
            });
            thread::sleep(2 * LONG);
            order.lock().unwrap().push(false);
        });
        ensure(order.into_inner().unwrap()[0] == longer, "the other")
    }
    finds("the other", || first(true));
    finds("the other", || first(false));
}

#[test]
fn a_sleep_is_short_or_long_and_an_order_says_that_it_depends_on_time() {
    let failure = first_failure(&some(), || {
        let flag = AtomicBool::new(false);
        thread::scope(|s| {
            s.spawn(|| flag.store(true, SeqCst));
            thread::sleep(SHORT);
            ensure(flag.load(SeqCst), "too short")
        })
    });
    let time = failure.expect("a sleep may be short").run.time;
    assert_eq!(time.map(|event| event.what).as_deref(), Some("wakes while others can still run"));
}

#[test]
fn the_clock_goes_on_when_no_thread_can_run() {
    holds(|| {
        let begin = Instant::now();
        thread::sleep(LONG);
        ensure(begin.elapsed() >= LONG && begin.elapsed() < 2 * LONG, "wrong time")
    });
}

#[test]
fn the_systems_clock_goes_on_as_well_and_always_begins_at_the_same_time() {
    static BEGAN: ::std::sync::OnceLock<Duration> = ::std::sync::OnceLock::new();
    holds(|| {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later");
        let begin = now();
        let is_same = *BEGAN.get_or_init(|| begin) == begin;
        thread::sleep(LONG);
        let passed = now() - begin;
        ensure(is_same && passed >= LONG && passed < 2 * LONG, "wrong time")
    });
}

#[test]
#[allow(deprecated)]
fn what_has_a_limit_in_milliseconds_is_followed() {
    holds(|| {
        let begin = Instant::now();
        thread::sleep_ms(3_600_000);
        thread::park_timeout_ms(10_000);
        ensure(begin.elapsed() >= Duration::from_secs(3600), "no time has passed")
    });
}

#[test]
fn one_that_waits_with_a_time_limit_again_and_again_polls() {
    finds("polling", || {
        let (_sender, receiver) = mpsc::channel::<u32>();
        while receiver.recv_timeout(SHORT).is_err() {}
        Ok(())
    });
    finds("polling", || {
        let flag = AtomicBool::new(false);
        while !flag.load(SeqCst) {
            thread::park_timeout(LONG);
        }
        Ok(())
    });
}
