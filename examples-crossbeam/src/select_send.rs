//! `select!` waits for channels, not for values: it decides to send, and computes then.
//!
//! Not in the articles. `send(channel, value)` is ready as soon as the channel has room. Only then does the value
//! come, and while it takes its time, nobody hears the other channels.
//!
//! Run: `cargo run -p examples-crossbeam -- select_send`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel::{self, Receiver, Sender};
use crossbeam::select;

/// The mistake: is to wait for the oven or for the stop, and decides before it waits.
pub fn waits_in_select(
    dishes: &Sender<&'static str>,
    stop: &Receiver<()>,
    bake: impl FnOnce() -> &'static str,
) -> &'static str {
    select! {
        recv(stop) -> _ => "stopped",
        // There is room, so this arm is chosen at once. Then it bakes.
        send(dishes, bake()) -> _ => "baked",
    }
}

/// The way out: a thread bakes, and a message says that it has. Both arms receive.
pub fn waits_elsewhere(
    dishes: &Sender<&'static str>,
    stop: &Receiver<()>,
    bake: impl FnOnce() -> &'static str + Send + 'static,
) -> &'static str {
    let (ready, baked) = channel::bounded(1); // Room for a dish that nobody waits for any more.
    thread::spawn(move || ready.send(bake()));
    select! {
        recv(stop) -> _ => "stopped", // The thread goes on. If it can be ended, end it here.
        recv(baked) -> dish => {
            let sent = dish.map(|dish| dishes.send(dish));
            if sent.is_ok() { "baked" } else { "`bake` panicked" }
        }
    }
}

pub fn main() {
    let (dishes, served) = channel::unbounded();
    let (stopper, stop) = channel::unbounded();
    let bake = || {
        stopper.send(()).expect("`main` holds the receiver"); // Somebody stops it while it bakes.
        "bread"
    };
    let end = waits_in_select(&dishes, &stop, bake);
    println!("in `select!`: {end}, stops that nobody has heard: {}", stop.try_iter().count());

    let (hold, held) = channel::bounded::<()>(0);
    let bake = move || {
        stopper.send(()).expect("`main` holds the receiver");
        _ = held.recv(); // Bakes until `hold` is dropped.
        "cake"
    };
    let end = waits_elsewhere(&dishes, &stop, bake);
    println!("in a thread:  {end}, stops that nobody has heard: {}", stop.try_iter().count());
    drop(hold);
    println!("baked: {:?}", served.try_iter().collect::<Vec<_>>());
}
