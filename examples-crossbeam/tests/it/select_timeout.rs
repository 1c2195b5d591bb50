//! Each way in which the till can end, and time-outs that come once.

use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};
use examples_crossbeam::select_timeout::{Event, serve};
use examples_testing::watched;

const SHORT: Duration = Duration::from_millis(1);
const PATIENCE: Duration = Duration::from_millis(10);
const HOURS: Duration = Duration::from_secs(10_000);

/// A till that runs in a thread of its own, and all that one can do to it.
struct Till {
    orders: Sender<&'static str>,
    queue: Receiver<&'static str>,
    shutdown: Sender<()>,
    events: Receiver<Event>,
    open: thread::JoinHandle<()>,
}

/// Returns how many orders were served, of the events that nobody has read.
fn served(events: &Receiver<Event>) -> usize {
    events.try_iter().filter(|event| matches!(event, Event::Served(_))).count()
}

fn open(period: Duration, patience: Duration) -> Till {
    let (orders, queue) = channel::unbounded();
    let (shutdown, stop) = channel::bounded(1);
    let (tell, events) = channel::unbounded();
    let till_queue = queue.clone();
    let open = thread::spawn(move || serve(&till_queue, &stop, period, patience, &tell));
    Till { orders, queue, shutdown, events, open }
}

#[test]
fn heartbeats_do_not_put_the_time_out_off() {
    watched("the time-out, with a heartbeat every millisecond", || {
        let till = open(SHORT, PATIENCE);
        // A time-out that starts anew at each heartbeat would need a stall to come at all.
        let before = till.events.iter().take_while(|event| *event != Event::Idle).count();
        assert!(before <= 100, "{before} heartbeats came first");
    });
}

#[test]
fn the_time_out_is_told_once_and_an_order_arms_it_again() {
    watched("two time-outs and an order between them", || {
        let till = open(PATIENCE * 5, PATIENCE);
        let told = |wanted| {
            let mut events = till.events.iter().filter(|event| *event != Event::Heartbeat);
            assert_eq!(events.next(), Some(wanted));
        };
        told(Event::Idle);
        // Another two periods pass, and nothing is told but heartbeats.
        let next: Vec<_> = till.events.iter().take(2).collect();
        assert_eq!(next, [Event::Heartbeat, Event::Heartbeat]);
        till.orders.send("jam").unwrap();
        told(Event::Served("jam"));
        told(Event::Idle);
    });
}

#[test]
fn shutdown_ends_it_by_closing_and_by_a_message() {
    for close in [true, false] {
        watched("the till to end", move || {
            let till = open(HOURS, HOURS);
            till.orders.send("jam").unwrap();
            assert_eq!(till.events.recv(), Ok(Event::Served("jam")));
            if close {
                drop(till.shutdown);
            } else {
                till.shutdown.send(()).unwrap();
            }
            till.open.join().unwrap();
        });
    }
}

#[test]
fn orders_are_served_or_stay_queued_when_shutdown_comes() {
    for _ in 0..100 {
        let (served, left) = watched("the till to end", || {
            let till = open(HOURS, HOURS);
            for _ in 0..50 {
                till.orders.send("jam").unwrap();
            }
            drop(till.shutdown);
            till.open.join().unwrap();
            (served(&till.events), till.queue.try_iter().count())
        });
        assert_eq!(served + left, 50);
    }
}

#[test]
fn it_ends_when_no_more_orders_can_come_and_all_are_served() {
    let served = watched("the till to end", || {
        let till = open(HOURS, HOURS);
        for _ in 0..50 {
            till.orders.send("jam").unwrap();
        }
        drop(till.orders);
        till.open.join().unwrap();
        served(&till.events)
    });
    assert_eq!(served, 50);
}

#[test]
fn it_ends_when_nobody_listens() {
    watched("the till to end", || {
        let till = open(SHORT, HOURS);
        drop(till.events);
        till.open.join().unwrap();
    });
}
