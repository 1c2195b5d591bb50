//! `move` makes the closure own the word, so that nothing is borrowed.
//!
//! Paste: nothing to add, std alone

/// Asks for what `tokio::spawn` asks for.
fn spawn(_task: impl Future<Output = ()> + Send + 'static) {}

async fn twice(job: impl AsyncFn()) {
    job().await;
    job().await;
}

fn main() {
    spawn(async {
        let word = String::from("pears");
        twice(async move || println!("{word}")).await;
    });
}
