// Refused: no_report

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
                let Ok(item) = item else { return handled };
                handle(item);
                handled += 1;
            }
            recv(ticks) -> _ => {
                ticks.try_iter().for_each(drop);
                report(handled);
            }
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
