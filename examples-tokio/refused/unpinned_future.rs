//! A future is awaited by reference, so that it can be kept, but it is not pinned.
//!
//! Would go wrong: between two polls the timer could move, and the runtime would still look for it at
//! its old place.
//! Paste: `cargo add tokio --features macros,rt,time`

use std::time::Duration;

use tokio::time;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut timer = time::sleep(Duration::from_millis(20));
    println!("the timer runs");
    //~ error[E0277]: `PhantomPinned` cannot be unpinned
    (&mut timer).await;
    println!("it has rung: {}", timer.is_elapsed());
}
