// Refused: other_thread

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
                if handled < 16 {
                    handle(item);
                } else {
                    thread::scope(|s| s.spawn(|| handle(item)).join().unwrap());
                }
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

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
