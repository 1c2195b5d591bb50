//! The function that polls the future pins it.
//!
//! Paste: nothing to add, std alone

use std::pin::pin;
use std::task::{Context, Waker};

fn lamp() -> impl Future<Output = ()> {
    async { println!("lamp on") }
}

fn main() {
    let _ = pin!(lamp()).poll(&mut Context::from_waker(Waker::noop()));
}
