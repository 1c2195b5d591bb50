//! Ends tidily at Ctrl-C when it is told to wait for that.
//!
//! Run: `cargo run --example misbehaving -- tidies [WAIT]`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

pub fn main() {
    let pressed = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&pressed))
        .expect("a known signal");
    println!("ready");
    if std::env::args_os().len() > 1 {
        while !pressed.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(1));
        }
        println!("tidied up");
    }
}
