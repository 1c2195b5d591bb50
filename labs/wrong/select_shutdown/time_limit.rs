// Refused: busy_waiting

use std::time::Duration;

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
    let add = |item, handled: &mut usize| {
        handle(item);
        *handled += 1;
    };
    loop {
        select! {
            recv(items) -> item => match item {
                Ok(item) => add(item, &mut handled),
                Err(_) => break,
            },
            recv(ticks) -> _ => { report(handled) },
            recv(stop) -> result => { result.unwrap(); break },
            default(Duration::from_secs(1)) => continue
        }
    }
    items.try_iter().for_each(|item| add(item, &mut handled));
    handled
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
