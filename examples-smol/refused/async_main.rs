//! `main` is async, and nobody is there to poll it.
//!
//! If it compiled: the program would make a future, drop it, and end.
//! Paste: nothing to add, std alone

//~ error[E0752]: `main` function is not allowed to be `async`
async fn main() {
    println!("hello");
}
