//! A task borrows a local variable of the function that spawned it.
//!
//! Would go wrong: `start` returns at once, and `address` is dropped before the task reads it.
//! Paste: `cargo add tokio --features macros,rt`

use tokio::task::{self, JoinHandle};

fn start(address: String) -> JoinHandle<()> {
    //~ error[E0373]: async block may outlive the current function, but it borrows `address`, which is owned by the current function
    task::spawn(async { println!("serving on {address}") })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    start("127.0.0.1:7000".to_string()).await.expect("the task does not panic");
}
