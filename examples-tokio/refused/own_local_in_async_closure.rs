//! A task passes on an async closure that borrows the task's own variable.
//!
//! Would go right: the word lives as long as the task. The compiler can't prove here that the task is
//! `Send`, and refuses it.
//! Paste: nothing to add, std alone

/// Asks for what `tokio::spawn` asks for.
fn spawn(_task: impl Future<Output = ()> + Send + 'static) {}

async fn twice(job: impl AsyncFn()) {
    job().await;
    job().await;
}

fn main() {
    //~ error: implementation of `Send` is not general enough
    spawn(async {
        let word = String::from("pears");
        twice(async || println!("{word}")).await;
    });
}
