// Refused: lost_item

use crossbeam::channel::{Receiver, select};

enum Event {
    Item(u64),
    Tick,
    Stop,
}

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let next = || {
        select! {
            recv(items.clone()) -> item => item.map_or(Event::Stop, Event::Item),
            recv(ticks) -> _tick => Event::Tick,
            recv(&stop) -> _ => Event::Stop
        }
    };
    let mut handled = 0;
    let mut handle = |item| {
        handle(item);
        handled += 1;
        handled
    };
    let mut count = 0;
    loop {
        match next() {
            Event::Item(item) => count = handle(item),
            Event::Tick => report(count),
            Event::Stop => break,
        }
    }
    items.iter().take(16).take(items.len()).map(handle).last().unwrap_or(count)
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
