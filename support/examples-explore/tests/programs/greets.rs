//! Two threads greet as often as the argument says.

use std::{env, thread};

fn main() {
    let times: u32 = env::args().nth(1).expect("say how often").parse().unwrap();
    let greets = || (0..times).for_each(|time| println!("greeting {time}"));
    thread::scope(|s| {
        s.spawn(greets);
        s.spawn(greets);
    });
}
