// Refused: no_report

use crossbeam::channel::Receiver;

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    while let Ok(item) = items.recv() {
        handle(item);
        handled += 1;
        if ticks.try_recv().is_ok() {
            report(handled);
        }
        if stop.try_recv().is_ok() {
            break;
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
