//! Waits for a thread that never ends, unless it is given something else to do.
//!
//! Run: `cargo run --example misbehaving -- hangs [STOP]`

pub fn main() {
    println!("waiting");
    while std::env::args_os().len() == 1 {
        std::thread::park();
    }
}
