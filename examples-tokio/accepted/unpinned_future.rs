//! `pin!` promises that the timer stays where it is. To keep it in a struct, use `Box::pin`.
//!
//! Paste: `cargo add tokio --features macros,rt,time`

use std::{pin::pin, time::Duration};

use tokio::time;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut timer = pin!(time::sleep(Duration::from_millis(20)));
    println!("the timer runs");
    (&mut timer).await;
    println!("it has rung: {}", timer.is_elapsed());
}
