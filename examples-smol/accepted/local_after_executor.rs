//! The executor is declared last, and so dropped first.
//!
//! Paste: `cargo add smol`

use smol::LocalExecutor;

fn words(text: &str) -> usize {
    let trimmed = text.trim().to_string();
    let executor = LocalExecutor::new();
    let task = executor.spawn(async { trimmed.split_whitespace().count() });
    smol::block_on(executor.run(task))
}

fn main() {
    println!("{} words", words(" four words and spaces "));
}
