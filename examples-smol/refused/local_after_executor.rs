//! The variable is declared after the executor, so it is dropped before the tasks that borrow it.
//!
//! Paste: `cargo add smol`

use smol::LocalExecutor;

fn words(text: &str) -> usize {
    let executor = LocalExecutor::new();
    let trimmed = text.trim().to_string();
    let task = executor.spawn(async {
        //~ error[E0597]: `trimmed` does not live long enough
        trimmed.split_whitespace().count()
    });
    smol::block_on(executor.run(task))
}

fn main() {
    println!("{} words", words(" four words and spaces "));
}
