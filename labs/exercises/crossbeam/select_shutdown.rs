// Wait for items, ticks and the end at once. About 15 minutes.
//
// `serve` does what each message asks for, as soon as it comes:
//
// - an item: it calls `handle` with it. Items are handled in the order in which they were sent.
// - a tick: it calls `report` with the number of items that it has handled so far.
// - a message on `stop`: it handles the items that were sent before, without waiting for others, and
//   returns the number of all items that it has handled. Items that were sent after the message may be handled,
//   too. Ticks that are still there need no report.
//
// It returns this number, too, when `items` has ended. `ticks` and `stop` do not end before `serve` returns.
// Where several messages are there, any of them may come first. All calls happen on the thread that called
// `serve`. While no message comes, it sleeps, without a time limit. Use what std and Crossbeam offer.
//
// Read: cargo page crossbeam/select_timeout

use std::thread;

use crossbeam::channel::{self, Receiver};

/// Handles items until it is told to stop, and reports at each tick. Returns how many it has handled.
fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    // TODO: So far it listens to one channel only.
    let _others = (ticks, stop, report);
    let mut handled = 0;
    for item in items {
        handle(item);
        handled += 1;
    }
    handled
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let (item, items) = channel::unbounded();
    let (tick, ticks) = channel::unbounded();
    let (stop, stops) = channel::unbounded();
    let server = thread::spawn(move || {
        let handle = |item| println!("item {item} is handled");
        let report = |handled| println!("{handled} items so far");
        serve(items, ticks, stops, handle, report)
    });
    item.send(1).expect("the server lives");
    tick.send(()).expect("the server lives");
    item.send(2).expect("the server lives");
    stop.send(()).expect("the server lives");
    println!("{} items in all", server.join().expect("the server does not panic"));
}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
