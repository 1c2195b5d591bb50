//! A future is made and never awaited: a warning, which this program makes an error.
//!
//! Goes wrong: nothing is stored, because a future does nothing until it is polled.
//! `let _ = store("invoice 7");` hides the mistake from the compiler, and still stores nothing.
//! Paste: `cargo add tokio --features macros,rt`
#![deny(unused_must_use)]

async fn store(document: &str) {
    println!("stored {document}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ error[unused_must_use]: unused implementer of `Future` that must be used
    store("invoice 7");
}
