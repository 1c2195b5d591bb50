// Refused: wrong_report

// When no more items can come, it reports once more, without a tick.

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
                let Ok(item) = item else {
                    ticks.try_iter().for_each(|()| report(handled));
                    report(handled);
                    return handled;
                };
                handle(item);
                handled += 1;
            }
            recv(ticks) -> _ => report(handled),
            recv(stop) -> _ => {
                for item in items.try_iter() {
                    handle(item);
                    handled += 1;
                }
                return handled;
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
