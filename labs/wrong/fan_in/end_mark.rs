// Refused: lost_item
// Many producers, one channel. About 10 minutes.
//
// `fan_in` must start a thread for each producer, so that all run at the same time. Each thread calls `items` with
// its number and sends the items into one channel. `fan_in` receives until the channel has ended, and
// returns all items, in any order.
//
// Read: cargo page crossbeam/fan_in

use std::thread;

use crossbeam::channel;

const END: u64 = u64::MAX;

/// Returns the items of the producers with the numbers 0, 1, 2 … below `producers`.
fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    for producer in 0..producers {
        let sender = sender.clone();
        thread::spawn(move || {
            for item in items(producer) {
                let _ = sender.send(item);
            }
            let _ = sender.send(END);
        });
    }
    let mut running = producers;
    let mut all = Vec::new();
    while running > 0 {
        match receiver.recv().unwrap() {
            END => running -= 1,
            item => all.push(item),
        }
    }
    all
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!("{:?}", fan_in(3, |producer| vec![producer as u64; producer]));
}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
