//! A plain `main` runs the future. Tokio's `#[tokio::main]` writes such a `main`.
//!
//! Paste: `cargo add smol`

async fn greet() {
    println!("hello");
}

fn main() {
    smol::block_on(greet());
}
