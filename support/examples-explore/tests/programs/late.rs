//! What it prints depends on time.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (order, orders) = mpsc::channel();
    let cook = thread::spawn(move || order.send("soup"));
    match orders.recv_timeout(Duration::from_millis(10)) {
        Ok(order) => println!("{order}"),
        Err(_) => println!("too late"),
    }
    let _ = cook.join();
}
