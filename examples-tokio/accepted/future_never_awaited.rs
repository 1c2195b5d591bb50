//! `.await` runs the future to its end.
//!
//! Paste: `cargo add tokio --features macros,rt`
#![deny(unused_must_use)]

async fn store(document: &str) {
    println!("stored {document}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    store("invoice 7").await;
}
