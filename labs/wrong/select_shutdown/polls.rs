// Refused: busy_waiting

use std::thread;
use std::time::Duration;

use crossbeam::channel::{Receiver, TryRecvError};

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    loop {
        match items.try_recv() {
            Ok(item) => {
                handle(item);
                handled += 1;
            }
            Err(TryRecvError::Disconnected) => return handled,
            Err(TryRecvError::Empty) if stop.try_recv().is_ok() => break,
            Err(TryRecvError::Empty) if ticks.try_recv().is_ok() => report(handled),
            Err(TryRecvError::Empty) => thread::sleep(Duration::from_millis(1)),
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
