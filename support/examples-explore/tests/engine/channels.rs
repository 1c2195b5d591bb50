use std::time::Duration;

use examples_engine::Kind;
use examples_engine::modelled::sync::atomic::AtomicBool;
use examples_engine::modelled::sync::atomic::Ordering::SeqCst;
use examples_engine::modelled::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use examples_engine::modelled::thread;
use examples_engine::modelled_crossbeam::{
    self as crossbeam, channel, deque::Injector, queue::SegQueue,
};

use super::{ensure, explored, first_failure, goes_wrong, holds};

#[test]
fn channels_of_std_end_with_their_last_sender() {
    holds(|| {
        let (sender, receiver) = mpsc::channel();
        for number in 0..2 {
            let sender = sender.clone();
            thread::spawn(move || sender.send(number).unwrap());
        }
        assert!(matches!(receiver.recv_timeout(Duration::from_secs(9)), Ok(0 | 1)));
        drop(sender);
        assert_eq!(receiver.iter().count(), 1);
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));

        let (sender, receiver) = mpsc::sync_channel(1);
        sender.send(1).unwrap();
        assert_eq!(sender.try_send(2), Err(TrySendError::Full(2)));
        assert_eq!(receiver.recv(), Ok(1));
        assert_eq!(receiver.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
        drop(receiver);
        assert!(sender.send(3).is_err());
    });
}

#[test]
fn a_channel_without_room_hands_over() {
    holds(|| {
        let (sender, receiver) = channel::bounded(0);
        let taken = AtomicBool::new(false);
        thread::scope(|s| {
            s.spawn(|| {
                sender.send(1).unwrap();
                assert!(taken.load(SeqCst), "`send` returns when the message has been taken");
                drop(sender);
            });
            assert_eq!(receiver.len(), 0);
            taken.store(true, SeqCst);
            assert_eq!(receiver.recv(), Ok(1));
            assert_eq!(receiver.recv(), Err(channel::RecvError));
        });
        let (sender, receiver) = channel::bounded(0);
        assert!(sender.try_send(1).is_err(), "nobody waits for it");
        assert!(sender.send_timeout(2, Duration::from_millis(1)).is_err());
        let other = thread::spawn(move || sender.send(3));
        drop(receiver);
        assert_eq!(other.join().unwrap(), Err(channel::SendError(3)));
    });
}

#[test]
fn crossbeams_channels_scope_and_wait_group_work() {
    holds(|| {
        let (sender, receiver) = channel::bounded(1);
        let group = crossbeam::sync::WaitGroup::new();
        let sum = crossbeam::scope(|s| {
            for number in 1..=2 {
                let (sender, group) = (sender.clone(), group.clone());
                s.spawn(move |s| {
                    s.spawn(move |_| sender.send(number).unwrap());
                    drop(group);
                });
            }
            drop(sender);
            let receiver = receiver.clone();
            let sum = s.spawn(move |_| receiver.iter().sum::<u64>());
            group.wait();
            sum.join().unwrap()
        });
        assert_eq!(sum.unwrap(), 3);
        assert!(receiver.is_empty() && !receiver.is_full() && receiver.capacity() == Some(1));
    });
}

#[test]
fn crossbeams_select_takes_what_is_ready() {
    holds(|| {
        let (sender, numbers) = channel::unbounded();
        let (words, texts) = channel::bounded(1);
        let never = channel::never::<()>();
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            let last = texts.recv().unwrap();
            sender.send(2).unwrap();
            last
        });
        let (mut sum, mut sent) = (0, false);
        loop {
            crossbeam::select! {
                recv(numbers) -> number => match number {
                    Ok(number) => sum += number,
                    Err(_) => break,
                },
                recv(&never) -> _ => unreachable!(),
                send(words, "text") -> result => {
                    // When the other thread has ended this is an error, again and again.
                    assert!(result.is_ok() || sent);
                    sent = true;
                    if result.is_err() {
                        sum += numbers.iter().sum::<u64>();
                        break;
                    }
                }
            }
        }
        assert_eq!(sum, 3);
        assert_eq!(other.join().unwrap(), "text");
        let none = crossbeam::select! {
            recv(never) -> _ => false,
            default => true,
        };
        assert!(none);
        crossbeam::select! {
            recv(never) -> _ => unreachable!(),
            default(Duration::from_millis(9)) => {} // that long without a schedule
        }
    });
}

#[test]
fn crossbeams_select_takes_any_and_the_biased_one_the_first() {
    explored(|| {
        let (a, b) = (channel::unbounded(), channel::unbounded());
        a.0.send('a').unwrap();
        b.0.send('b').unwrap();
        let first = channel::select_biased! {
            recv(a.1) -> letter => letter,
            recv(b.1) -> letter => letter
        };
        assert_eq!(first, Ok('a'));
        let mut select = channel::Select::new();
        let of_a = select.recv(&a.1);
        let of_b = select.recv(&b.1);
        assert_eq!(select.ready(), of_b);
        let selected = select.try_select().unwrap();
        assert_eq!((selected.index(), selected.recv(&b.1)), (of_b, Ok('b')));
        assert!(select.try_select().is_err());
        select.remove(of_a);
        drop(b.0);
        assert_eq!(select.select().index(), of_b);
    });
    let kind = goes_wrong(|| {
        let (a, b) = (channel::unbounded(), channel::unbounded());
        a.0.send('a').unwrap();
        b.0.send('b').unwrap();
        let first = channel::select! {
            recv(a.1) -> letter => letter,
            recv(b.1) -> letter => letter,
        };
        ensure(first == Ok('a'), "b")
    });
    assert!(matches!(kind, Kind::Failed(_)));
}

#[test]
fn a_select_for_which_nothing_comes_is_found() {
    let kind = goes_wrong(|| {
        let (a, b) = (channel::unbounded::<u64>(), channel::unbounded::<u64>());
        let first = channel::select! {
            recv(a.1) -> number => number,
            recv(b.1) -> number => number,
        };
        ensure(first.is_ok(), "closed")
    });
    let Kind::Deadlock(waits) = kind else { panic!("{kind:?}") };
    assert_eq!(waits[0].what, "waits for any of 2 channels");
}

#[test]
fn one_is_told_as_one() {
    let failure = first_failure(|| {
        let (sender, receiver) = channel::unbounded();
        let (values, tasks) = (SegQueue::new(), Injector::new());
        let mut found = receiver.len() + values.len() + tasks.len();
        sender.send(()).unwrap();
        values.push(());
        tasks.push(());
        found += receiver.len() + values.len() + tasks.len();
        ensure(found != 3, "three")
    });
    let events = failure.expect("it always fails").run.events;
    let finds: Vec<_> =
        events.iter().filter_map(|event| event.what.strip_prefix("finds ")).collect();
    let [none, one] = [["0 messages", "0 values", "0 tasks"], ["1 message", "1 value", "1 task"]];
    assert_eq!(finds, [none, one].concat());
}
