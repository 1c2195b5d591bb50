// Refused: waits_for_others

// After the message to stop, it waits for a moment: more items may come.

use std::time::Duration;

use crossbeam::channel::Receiver;
use crossbeam::select;

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
            recv(items) -> item => match item {
                Ok(item) => handle(item),
                Err(_) => return handled,
            },
            recv(ticks) -> _ => {
                report(handled);
                continue;
            }
            recv(stop) -> _ => {
                while let Ok(item) = items.recv_timeout(Duration::from_millis(5)) {
                    handle(item);
                    handled += 1;
                }
                return handled;
            }
        }
        handled += 1;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
