//! A function returns a future that it has pinned to its own stack.
//!
//! Paste: nothing to add, std alone

use std::pin::{Pin, pin};
use std::task::{Context, Waker};

fn lamp<'a>() -> Pin<&'a mut impl Future<Output = ()>> {
    let lamp = pin!(async { println!("lamp on") });
    //~ error[E0515]: cannot return value referencing temporary value
    lamp
}

fn main() {
    let _ = lamp().poll(&mut Context::from_waker(Waker::noop()));
}
