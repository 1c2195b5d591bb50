//! The task is kept and awaited. `detach` would let it go on, and nothing would wait for it.
//!
//! Paste: `cargo add smol`

fn main() {
    let shipping = smol::spawn(async { println!("the order is shipped") });
    println!("the order is taken");
    smol::block_on(shipping);
}
