// Each thread owns a sender, and drops it when it has sent its items. The one that the senders were cloned
// from must go, too: as long as it lives, the channel does not end.

use std::thread;

use crossbeam::channel;

/// Returns the items of all producers below `producers`.
fn fan_in(producers: usize, items: fn(usize) -> Vec<u64>) -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        for producer in 0..producers {
            let sender = sender.clone();
            s.spawn(move || {
                for item in items(producer) {
                    sender.send(item).expect("the receiver lives until the channel ends");
                }
            });
        }
        drop(sender);
        receiver.iter().collect()
    })
}

fn main() {
    println!("{:?}", fan_in(3, |producer| vec![producer as u64; producer]));
}

labs::exercise! {
    #[test]
    fn fan_in(fan_in);
}
