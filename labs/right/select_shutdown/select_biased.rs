// `select_biased!` with the items first; so there are none left when it stops.

use crossbeam::channel::{Receiver, select_biased};

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    loop {
        select_biased! {
            recv(items) -> item => match item {
                Ok(item) => {
                    handle(item);
                    handled += 1;
                }
                Err(_) => return handled,
            },
            recv(ticks) -> tick => {
                tick.expect("the sender lives longer");
                report(handled);
            },
            recv(stop) -> _ => return handled,
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
