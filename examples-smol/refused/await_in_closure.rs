//! A closure awaits, but it is a plain function: it has no place where it could pause.
//!
//! If it compiled: `map` would have to stop in the middle and go on later, which it can't.
//! Paste: `cargo add smol`

async fn price(item: &str) -> usize {
    item.len() * 10 // stands for a request
}

fn main() {
    smol::block_on(async {
        //~ error[E0728]: `await` is only allowed inside `async` functions and blocks
        let prices: Vec<usize> = ["tea", "bread"].iter().map(|item| price(item).await).collect();
        println!("{prices:?}");
    });
}
