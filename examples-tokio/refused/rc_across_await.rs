//! A spawned task holds an `Rc` while it waits.
//!
//! Would go wrong: on a runtime with several threads the task may continue on another thread, and
//! `Rc` counts its owners without synchronization.
//! Paste: `cargo add tokio --features macros,rt`

use std::rc::Rc;
use tokio::task;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ error: future cannot be sent between threads safely
    let reading = task::spawn(async {
        let page = Rc::new("a page".to_string());
        task::yield_now().await; // stands for any waiting
        println!("read {page}");
    });
    reading.await.expect("the task does not panic");
}
