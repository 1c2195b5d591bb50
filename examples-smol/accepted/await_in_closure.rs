//! A loop is a part of the function around it, so it may await.
//!
//! Paste: `cargo add smol`

async fn price(item: &str) -> usize {
    item.len() * 10 // stands for a request
}

fn main() {
    smol::block_on(async {
        let mut prices = Vec::new();
        for item in ["tea", "bread"] {
            prices.push(price(item).await);
        }
        println!("{prices:?}");
    });
}
