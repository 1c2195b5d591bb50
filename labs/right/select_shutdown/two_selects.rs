// Once it is told to stop, another `select!` takes what is there.

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
    let mut stopping = false;
    loop {
        let item = if stopping {
            select! {
                recv(items) -> item => item.ok(),
                default => None,
            }
        } else {
            select! {
                recv(items) -> item => item.ok(),
                recv(ticks) -> _ => {
                    report(handled);
                    continue
                }
                recv(&stop) -> _ => {
                    stopping = true;
                    continue;
                }
            }
        };
        let Some(item) = item else { return handled };
        handle(item);
        handled += 1;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
