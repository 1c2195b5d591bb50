// `Select` only says which channel to look at.

use crossbeam::channel::{Receiver, Select, TryRecvError};

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let mut handled = 0;
    let mut channels = Select::new();
    channels.recv(&items);
    channels.recv(&ticks);
    channels.recv(&stop);
    loop {
        match channels.ready() {
            0 => match items.try_recv() {
                Ok(item) => {
                    handle(item);
                    handled += 1;
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => break,
            },
            1 => ticks.try_iter().for_each(|()| report(handled)),
            _ => break,
        }
    }
    while !items.is_empty() {
        handle(items.recv().unwrap());
        handled += 1;
    }
    handled
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
