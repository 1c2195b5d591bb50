// Refused: other_thread

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

use crossbeam::channel::Receiver;
use crossbeam::select;

fn serve(
    items: Receiver<u64>,
    ticks: Receiver<()>,
    stop: Receiver<()>,
    handle: fn(u64),
    report: fn(usize),
) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let same = Arc::clone(&count);
    thread::spawn(move || ticks.iter().for_each(|()| report(same.load(SeqCst))));
    loop {
        select! {
            recv(items) -> item => {
                let Ok(item) = item else { break };
                handle(item);
                count.fetch_add(1, SeqCst);
            }
            recv(stop) -> _ => break,
        }
    }
    for item in items.try_iter() {
        handle(item);
        count.fetch_add(1, SeqCst);
    }
    count.load(SeqCst)
}

fn main() {}

labs::exercise! {
    #[test]
    fn select_shutdown(serve);
}
