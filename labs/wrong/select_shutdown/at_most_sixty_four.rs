// Refused: lost_item

// When it is told to stop, it takes 64 items at most.

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
            recv(items) -> item => {
                let Ok(item) = item else { break };
                handle(item);
                handled += 1;
            }
            recv(ticks) -> _ => report(handled),
            recv(stop) -> _ => break,
        }
    }
    for item in items.try_iter().take(64) {
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
