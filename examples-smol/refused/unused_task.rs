//! A task that is spawned and not kept is dropped at once, which cancels it.
//!
//! Paste: `cargo add smol`

fn main() {
    //~ warning
    smol::spawn(async { println!("the order is shipped") });
    println!("the order is taken");
}
