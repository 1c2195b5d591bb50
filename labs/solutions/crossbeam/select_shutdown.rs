// `select!` sleeps until one of its channels is ready. If several are, it picks any of them, so `stop` may
// come before items that were sent earlier. `try_iter` takes what is in the channel then, and does not wait:
// `iter` would wait for the end of a channel whose sender is still there.

use std::thread;

use crossbeam::channel::{self, Receiver};
use crossbeam::select;

/// Handles items until it is told to stop, and reports at each tick. Returns how many it has handled.
fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    loop {
        select! {
            recv(items) -> item => {
                // A channel that has ended is always ready: without `break` the loop would spin.
                let Ok(item) = item else { break };
                handle(item);
                handled += 1;
            }
            recv(ticks) -> _ => report(handled),
            recv(stop) -> _ => break,
        }
    }
    for item in items.try_iter() {
        handle(item);
        handled += 1;
    }
    handled
}

fn main() {
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
