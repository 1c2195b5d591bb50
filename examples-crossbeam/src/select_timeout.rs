//! One thread waits for orders, heartbeats, a time-out and the shutdown, all at once.
//!
//! Article A recommends Crossbeam for “complex thread coordination” but shows none. `select!` is
//! what std's channels lack. `after` and `tick` are receivers to which the clock sends.
//!
//! Run: `cargo run -p examples-crossbeam -- select_timeout`
//! Paste: `cargo add crossbeam`

use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender, after, tick};
use crossbeam::select;

/// What the till reports while it works.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// It took an order.
    Served(&'static str),
    /// It is alive; at most once in each period.
    Heartbeat,
    /// Its patience has passed without an order; once, and again only after another order.
    Idle,
}

/// Serves orders until `shutdown` is closed (or receives something), `orders` is closed and empty,
/// or nobody listens to `events`. Orders still queued then stay queued.
pub fn serve(
    orders: &Receiver<&'static str>,
    shutdown: &Receiver<()>,
    period: Duration,
    patience: Duration,
    events: &Sender<Event>,
) {
    let heartbeat = tick(period);
    // Made here and renewed by an order. `after(patience)` inside the loop would start again on every
    // turn. The heartbeats are more frequent, so that time-out would never come.
    let mut idle = after(patience);
    loop {
        // Waits until one channel is ready. If several are, picks one at random, so that a busy
        // channel does not starve the others.
        let event = select! {
            recv(orders) -> order => {
                // A closed channel is always ready: without `return`, the loop would spin.
                let Ok(order) = order else { return };
                idle = after(patience);
                Event::Served(order)
            },
            recv(heartbeat) -> _ => Event::Heartbeat,
            recv(idle) -> _ => Event::Idle,
            recv(shutdown) -> _ => return,
        };
        if events.send(event).is_err() {
            return;
        }
    }
}

pub fn main() {
    use Event::{Heartbeat, Idle, Served};

    let (orders, queue) = channel::unbounded();
    let (shutdown, stop) = channel::bounded(0);
    let (report, events) = channel::unbounded();
    let (period, patience) = (Duration::from_millis(5), Duration::from_millis(30));

    let till = thread::spawn(move || serve(&queue, &stop, period, patience, &report));
    orders.send("bread").expect("the till is open until shutdown");
    // How many heartbeats come in between depends on the machine. Each line waits for its event and
    // skips others. All of these events are certain to come, in this order.
    for awaited in [Served("bread"), Idle, Heartbeat, Heartbeat] {
        let event = events.iter().find(|event| *event == awaited);
        println!("{:?}", event.expect("the till is open until shutdown"));
    }
    // A closed channel tells every thread that has its receiver. A message would reach only one.
    drop(shutdown);
    till.join().expect("`serve` does not panic");
    println!("shut down");
}
