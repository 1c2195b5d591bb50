//! Shows the words that it is given, and accepts no `wrong`.
//!
//! Run: `cargo run --example misbehaving -- input [FILE [WORD]]`

pub fn main() -> Result<(), &'static str> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    println!("{words:?}");
    if words.iter().any(|word| word == "wrong") {
        return Err("`wrong` is not there");
    }
    Ok(())
}
