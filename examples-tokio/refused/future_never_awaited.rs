//! A future is made and never awaited: a warning, which this program denies.
//!
//! Goes wrong: nothing is stored, for a future does nothing until it is polled. As a first line
//! `#![deny(unused_must_use)]` makes the warning an error. `let _ = store("invoice 7");` hides it,
//! and still nothing is stored.
//! Paste: `cargo add tokio --features macros,rt,sync,time`
#![deny(unused_must_use)]

async fn store(document: &str) {
    println!("stored {document}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ error[unused_must_use]: unused implementer of `Future` that must be used
    store("invoice 7");
}
