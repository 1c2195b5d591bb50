// Refused: never_ends

use crossbeam::channel::{self, Receiver};
use crossbeam::select;

fn serve(
    mut items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    loop {
        select! {
            recv(items) -> item => match item {
                Ok(item) => {
                    handle(item);
                    handled += 1;
                }
                Err(_) => items = channel::never(),
            },
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
