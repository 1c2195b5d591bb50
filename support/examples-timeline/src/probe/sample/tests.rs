//! What is seen of threads that are held in a known state.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread::JoinHandle;

use super::*;
use crate::model::{Lane, Span, Timeline};

#[test]
fn a_sweep_is_earned_before_it_is_made() {
    const MS: u64 = 1_000_000;
    let pause = |elapsed, spent, sweeps| pause(elapsed, spent, sweeps).as_micros();
    // After cheap sweeps the millisecond is enough, also in a run that has hardly begun.
    assert_eq!(pause(2 * MS, 200_000, 2), 0);
    // After two that cost 8 ms each, in half a second: with a third it is 24 ms, and but for the two that
    // may be taken in advance, 2 % of 1.1 s.
    assert_eq!(pause(500 * MS, 16 * MS, 2), 600_000);
    // After an hour no picture shows more than one in 180 ms.
    assert_eq!(pause(3_600_000 * MS, 0, 1), 180_000);
}

/// Sweeps over the threads of this process until there is enough to see.
fn sample_until(what: &str, enough: impl FnMut(&Sampler) -> bool) -> Sampler {
    let mut sampler = Sampler::new(std::process::id(), Instant::now());
    sweep_until(&mut sampler, what, enough);
    sampler
}

fn sweep_until(sampler: &mut Sampler, what: &str, mut enough: impl FnMut(&Sampler) -> bool) {
    let start = Instant::now();
    loop {
        sampler.sweep();
        if enough(sampler) {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "still waiting for {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn named<'a>(sampler: &'a Sampler, name: &str) -> impl Iterator<Item = &'a Thread> {
    sampler.threads.iter().map(|(thread, _)| thread).filter(move |thread| thread.name == name)
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    thread::Builder::new().name(name.into()).spawn(run).expect("a thread can be started")
}

fn lanes(sampler: Sampler, name: &str) -> Vec<Lane> {
    let mut lanes = Timeline::new("t", sampler.finish(0)).lanes;
    lanes.retain(|lane| lane.name == name);
    lanes
}

#[test]
fn more_busy_threads_than_cores_are_on_a_cpu_or_ready_and_never_blocked() {
    let count = 2 * thread::available_parallelism().map_or(1, |cores| cores.get()) + 1;
    let (running, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let spinners: Vec<_> = (0..count)
        .map(|_| {
            let (running, stop) = (Arc::clone(&running), Arc::clone(&stop));
            spawn("spins", move || {
                running.fetch_add(1, Ordering::Relaxed);
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    // From here on they do nothing but spin.
    while running.load(Ordering::Relaxed) < count {
        thread::sleep(Duration::from_millis(1));
    }
    let sampler =
        sample_until("turns of all spinners on a CPU, and their waits for one", |sampler| {
            let is_enough = |thread: &&Thread| {
                let is_ready = |reading: &Reading| reading.state == State::Ready;
                thread.has_moved(4)
                    && thread.ready_since_first() > 0
                    && thread.readings.iter().any(is_ready)
            };
            named(sampler, "spins").filter(is_enough).count() == count
        });
    stop.store(true, Ordering::Relaxed);
    for spinner in spinners {
        spinner.join().expect("a spinner does not panic");
    }
    let lanes = lanes(sampler, "spins");
    assert_eq!(lanes.len(), count);
    for lane in lanes {
        // Before it was first looked at, it may have been blocked, to begin with.
        let sum = |part: fn(&Span) -> u64| lane.spans[1..].iter().map(part).sum::<u64>();
        assert!(sum(|span| span.cpu) > 0 && sum(|span| span.ready) > 0, "{lane:?}");
        assert_eq!(sum(Span::blocked), 0, "{lane:?}");
    }
}

impl Thread {
    /// Whether its counters have been seen to change more often than that.
    fn has_moved(&self, times: usize) -> bool {
        self.readings.chunk_by(|a, b| a.counters == b.counters).count() > times
    }

    fn ready_since_first(&self) -> u64 {
        let ready = |reading: Option<&Reading>| reading.map_or(0, |one| one.counters.ready);
        ready(self.readings.last()) - ready(self.readings.first())
    }

    /// Whether it has been seen in one call in more than one sweep.
    fn rests_in(&self, number: libc::c_long) -> bool {
        let state = State::Blocked(Call(Some(number)));
        self.readings.iter().filter(|reading| reading.state == state).count() >= 2
    }
}

#[test]
fn blocked_threads_are_seen_in_the_call_that_they_wait_in() {
    let barrier = Arc::new(Barrier::new(2));
    let waiter = spawn("waits) R (1", {
        let barrier = Arc::clone(&barrier);
        move || {
            barrier.wait();
        }
    });
    // An hour: it ends with the tests.
    spawn("sleeps", || thread::sleep(Duration::from_secs(3600)));
    let (mut end, writer) = std::io::pipe().expect("a pipe");
    let reader = spawn("reads", move || {
        let read = end.read(&mut [0]);
        assert_eq!(read.expect("the pipe can be read"), 0, "its other end is closed");
    });

    let expected = [
        ("waits) R (1", libc::SYS_futex),
        ("sleeps", libc::SYS_clock_nanosleep),
        ("reads", libc::SYS_read),
    ];
    let sampler = sample_until("three threads that block", |sampler| {
        expected
            .iter()
            .all(|(name, call)| named(sampler, name).any(|thread| thread.rests_in(*call)))
    });
    barrier.wait();
    waiter.join().expect("no panic");
    drop(writer);
    reader.join().expect("no panic");

    let timeline = Timeline::new("t", sampler.finish(0));
    assert_eq!(
        (timeline.lanes[0].id, timeline.lanes[0].name.as_str()),
        (std::process::id(), "main")
    );
    for (name, call) in expected {
        let lane = timeline.lanes.iter().find(|lane| lane.name == name).expect("its lane");
        let last = lane.spans.last().expect("a span");
        assert_eq!((last.call, last.cpu, last.ready), (Call(Some(call)), 0, 0), "{lane:?}");
    }
}

#[test]
fn a_thread_that_ends_between_two_reads_is_left_and_a_new_one_is_found() {
    let meeting = Arc::new(Barrier::new(2));
    let start = |name| {
        let meeting = Arc::clone(&meeting);
        spawn(name, move || {
            meeting.wait();
        })
    };
    let first = start("ends first");
    let mut sampler =
        sample_until("the first thread", |sampler| named(sampler, "ends first").count() == 1);
    meeting.wait();
    first.join().expect("no panic");
    let second = start("comes later");
    // Until the kernel has taken it off its list too, which may be after the join.
    let is_open = |sampler: &Sampler, name: &str| {
        sampler.threads.iter().any(|(thread, files)| thread.name == name && files.is_some())
    };
    sweep_until(&mut sampler, "one thread to go and one to come", |sampler| {
        !is_open(sampler, "ends first") && is_open(sampler, "comes later")
    });
    meeting.wait();
    second.join().expect("no panic");
    let recording = sampler.finish(0);
    let end = |name: &str| {
        let thread = recording.threads.iter().find(|thread| thread.name == name);
        thread.and_then(|thread| thread.readings.last()).expect("it was seen").at
    };
    assert!(end("ends first") < end("comes later"));
}

/// Kills the child also when the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_process_that_ends_at_once_leaves_its_last_counters() {
    let start = Instant::now();
    let child = Killed(Command::new("true").spawn().expect("`true` can be started"));
    let recording = record(child.0.id(), start, Some(start + Duration::from_secs(60)));
    assert!(recording.elapsed < 60_000_000_000, "it was not seen to end");
    let [main] = &recording.threads[..] else { panic!("one thread") };
    let last = main.readings.last().expect("a reading");
    assert!(last.counters.cpu > 0);
    assert!(recording.sweeps > 0 && recording.longest > 0 && recording.cost > 0);
}

#[test]
fn watching_ends_when_the_time_is_up() {
    let start = Instant::now();
    let child = Killed(Command::new("sleep").arg("60").spawn().expect("`sleep` can be started"));
    let recording = record(child.0.id(), start, Some(start + Duration::from_millis(50)));
    let [main] = &recording.threads[..] else { panic!("one thread") };
    assert!(main.readings.last().is_some_and(|last| last.state.is_blocked()), "it still sleeps");
    assert!(recording.elapsed >= 50_000_000);
}

#[test]
fn the_end_of_the_process_is_seen_in_a_long_pause() {
    let cat = Command::new("cat").stdin(Stdio::piped()).spawn().expect("`cat` can be started");
    let mut child = Killed(cat);
    let mut sampler = Sampler::new(child.0.id(), Instant::now());
    assert!(!sampler.sweep(), "it waits for its input");
    drop(child.0.stdin.take());
    let start = Instant::now();
    sampler.rest(Duration::from_secs(60), None);
    assert!(start.elapsed() < Duration::from_secs(60), "the rest did not end with the process");
    assert!(sampler.sweep());
}

#[test]
fn many_new_threads_are_found_at_once_and_looked_at_by_and_by() {
    const COUNT: usize = 60;
    let meeting = Arc::new(Barrier::new(COUNT + 1));
    let threads: Vec<_> = (0..COUNT)
        .map(|_| {
            let meeting = Arc::clone(&meeting);
            spawn("one of many", move || {
                meeting.wait();
            })
        })
        .collect();
    let mut sampler = Sampler::new(std::process::id(), Instant::now());
    sampler.sweep();
    assert!(sampler.threads.len() <= MOST_NEW, "{}", sampler.threads.len());
    // They name themselves, and must run to do it.
    sweep_until(&mut sampler, "the other threads", |sampler| {
        named(sampler, "one of many").count() == COUNT
    });
    meeting.wait();
    threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    // All of them were there at the first sweep.
    let there: BTreeSet<_> = named(&sampler, "one of many").map(|thread| thread.there_at).collect();
    assert_eq!(there.len(), 1, "{there:?}");
    for thread in named(&sampler, "one of many") {
        assert_eq!(thread.born_after, 0);
        assert!(thread.there_at <= thread.readings[0].at);
    }
}
