//! The same task on a local executor, which never moves it to another thread.
//!
//! Paste: `cargo add tokio --features macros,rt`

use std::rc::Rc;
use tokio::task::{self, LocalSet};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let local = LocalSet::new();
    let reading = local.spawn_local(async {
        let page = Rc::new("a page".to_string());
        task::yield_now().await; // stands for any waiting
        println!("read {page}");
    });
    local.await; // runs its tasks until all are done
    reading.await.expect("the task does not panic");
}
