// `Select` instead of `select!`.

use crossbeam::channel::{Receiver, Select};

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    let mut select = Select::new();
    let stopped = select.recv(&stop);
    let item = select.recv(&items);
    let tick = select.recv(&ticks);
    loop {
        let ready = select.select();
        match ready.index() {
            index if index == item => match ready.recv(&items) {
                Ok(item) => {
                    handle(item);
                    handled += 1;
                }
                Err(_) => return handled,
            },
            index if index == tick => {
                ready.recv(&ticks).unwrap();
                report(handled);
            }
            index if index == stopped => {
                let _ = ready.recv(&stop);
                break;
            }
            _ => unreachable!(),
        }
    }
    while let Ok(item) = items.try_recv() {
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
