use crossbeam::channel::{self, Select};
use examples_engine::prelude::{crossbeam, std};
use std::thread;
use std::time::Duration;

use super::{Checked, ensure, finds, holds};

/// The same freely and in schedules.
#[track_caller]
fn works(check: fn() -> Checked) {
    assert_eq!(check(), Ok(()));
    holds(check);
}

#[test]
fn two_that_select_meet_at_a_channel_without_room() {
    works(|| {
        let (sender, receiver) = channel::bounded(0);
        let never = channel::never::<u32>();
        thread::scope(|s| {
            s.spawn(|| {
                crossbeam::select! {
                    send(sender, 1) -> result => result.unwrap(),
                    recv(never) -> _ => unreachable!(),
                }
            });
            crossbeam::select! {
                recv(receiver) -> number => ensure(number == Ok(1), "another"),
                recv(never) -> _ => Err("never"),
            }
        })
    });
}

#[test]
fn one_that_selects_meets_one_that_waits() {
    works(|| {
        let (sender, receiver) = channel::bounded(0);
        thread::scope(|s| {
            s.spawn(|| {
                crossbeam::select! { send(sender, 1) -> result => result.unwrap() }
            });
            ensure(receiver.recv() == Ok(1), "another")
        })
    });
    works(|| {
        let (sender, receiver) = channel::bounded(0);
        thread::scope(|s| {
            s.spawn(|| sender.send(1).unwrap());
            crossbeam::select! { recv(receiver) -> number => ensure(number == Ok(1), "another") }
        })
    });
}

#[test]
fn an_offer_is_accepted_once() {
    // Both of the channels have a sender that would meet the one that selects: only one does.
    works(|| {
        let (a, b) = (channel::bounded(0), channel::bounded(0));
        thread::scope(|s| {
            let one = s.spawn(|| a.0.try_send(1).is_ok());
            let two = s.spawn(|| b.0.try_send(2).is_ok());
            let got = crossbeam::select! {
                recv(a.1) -> number => number.ok(),
                recv(b.1) -> number => number.ok(),
                default(Duration::from_secs(5)) => None,
            };
            let sent = (one.join().unwrap(), two.join().unwrap());
            ensure(
                matches!(
                    (got, sent),
                    (Some(1), (true, false)) | (Some(2), (false, true)) | (None, (false, false))
                ),
                "got something else than was sent",
            )
        })
    });
    // One that selects is there for `try_send`.
    finds("was sent", || {
        let (sender, receiver) = channel::bounded(0);
        thread::scope(|s| {
            let sent = s.spawn(|| sender.try_send(1).is_ok());
            crossbeam::select! {
                recv(receiver) -> _ => {}
                default(Duration::from_secs(5)) => {}
            }
            ensure(!sent.join().unwrap(), "was sent")
        })
    });
}

#[test]
fn the_clock_sends() {
    works(|| {
        let (late, soon) =
            (channel::after(Duration::from_millis(40)), channel::after(Duration::from_millis(20)));
        let never = channel::never::<u32>();
        crossbeam::select! {
            recv(never) -> _ => return Err("never"),
            recv(soon) -> _ => {}
        }
        late.recv().map_err(|_| "closed")?;
        let ticks = channel::tick(Duration::from_millis(1));
        let first = ticks.recv().unwrap();
        ensure(ticks.recv().unwrap() > first, "too early")?;
        ensure(late.try_recv().is_err(), "twice")
    });
    finds("the later one", || {
        let (later, soon) =
            (channel::after(Duration::from_millis(40)), channel::after(Duration::from_millis(20)));
        crossbeam::select! {
            recv(later) -> _ => Err("the later one"),
            recv(soon) -> _ => Ok(()),
        }
    });
}

#[test]
fn a_select_that_is_made_by_hand_can_send_and_receive() {
    works(|| {
        let (sender, receiver) = channel::bounded(1);
        let mut select = Select::new();
        let sends = select.send(&sender);
        let receives = select.recv(&receiver);
        let selected = select.select();
        ensure(selected.index() == sends, "nothing to receive")?;
        selected.send(&sender, 1).unwrap();
        ensure(select.ready() == receives, "no room")?;
        let selected = select.try_select().map_err(|_| "not ready")?;
        ensure(selected.recv(&receiver) == Ok(1), "another")
    });
}
