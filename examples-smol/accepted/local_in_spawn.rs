//! The executor is a local variable too, and is dropped before the text that its tasks borrow.
//!
//! Paste: `cargo add smol`

use smol::Executor;

fn words(text: &str) -> usize {
    let trimmed = text.trim().to_string();
    let executor = Executor::new();
    let task = executor.spawn(async { trimmed.split_whitespace().count() });
    smol::block_on(executor.run(task))
}

fn main() {
    println!("{} words", words(" four words and spaces "));
}
