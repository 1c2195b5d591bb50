// Refused: wrong_result

// Items that come while it handles the last ones are handled, too, but not counted.

use crossbeam::channel::Receiver;

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    loop {
        crossbeam::channel::select! {
            recv(items) -> item => match item {
                Ok(item) => {
                    handle(item);
                    handled += 1;
                }
                Err(_) => return handled,
            },
            recv(ticks) -> _ => report(handled),
            recv(stop) -> _ => {
                handled += items.len();
                items.try_iter().for_each(handle);
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
