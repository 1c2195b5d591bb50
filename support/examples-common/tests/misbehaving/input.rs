//! Shows the words that it is given, and accepts neither `wrong` nor `unclear`.
//!
//! Run: `cargo run --example misbehaving -- input [FILE [WORD]]`

pub fn main() -> Result<(), &'static str> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    println!("{words:?}");
    if words.iter().any(|word| word == "unclear") {
        eprintln!("usage: input [FILE [WORD]]");
        std::process::exit(2);
    }
    if words.iter().any(|word| word == "wrong") {
        return Err("`wrong` is not there");
    }
    Ok(())
}
