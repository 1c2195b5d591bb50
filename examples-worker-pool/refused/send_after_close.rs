//! A channel is closed, and then sent to.
//!
//! Would go wrong: in Go this line panics, and only when it is reached. Here it does not compile.
//! Paste: `cargo add crossbeam`

use crossbeam::channel;

fn main() {
    let (sender, orders) = channel::unbounded();
    sender.send("tea").expect("the receiver is alive");
    drop(sender);
    //~ error[E0382]: borrow of moved value: `sender`
    sender.send("bread").expect("the receiver is alive");
    println!("{:?}", orders.iter().collect::<Vec<_>>());
}
