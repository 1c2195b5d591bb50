//! `move` makes the task own the variable. To borrow it instead, join: see `borrow_in_async`.
//!
//! Paste: `cargo add tokio --features macros,rt`

use tokio::task::{self, JoinHandle};

fn start(address: String) -> JoinHandle<()> {
    task::spawn(async move { println!("serving on {address}") })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    start("127.0.0.1:7000".to_string()).await.expect("the task does not panic");
}
