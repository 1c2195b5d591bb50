//! A spawned task that is not kept is dropped at once, which cancels it.
//!
//! Paste: `cargo add smol`

fn main() {
    //~ warning
    smol::spawn(async { println!("the order is shipped") });
    println!("the order is taken");
}
