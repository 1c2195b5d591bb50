//! A task of the global executor borrows from a function that it may outlive.
//!
//! Paste: `cargo add smol`

fn words(text: &str) -> usize {
    let trimmed = text.trim().to_string();
    //~ error[E0373]: async block may outlive the current function, but it borrows `trimmed`, which is owned by the current function
    let task = smol::spawn(async { trimmed.split_whitespace().count() });
    smol::block_on(task)
}

fn main() {
    println!("{} words", words(" four words and spaces "));
}
