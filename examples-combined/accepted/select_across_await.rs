//! The task waits in Tokio's `select!` for channels of Tokio's, so its thread is free meanwhile.
//! Paste: `cargo add tokio --features macros,rt-multi-thread,sync`

use tokio::select;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

async fn serve(order: &str) {
    tokio::task::yield_now().await; // Stands for a request.
    println!("served {order}");
}

async fn next(mut orders: UnboundedReceiver<&'static str>, mut stop: UnboundedReceiver<()>) {
    select! {
        order = orders.recv() => serve(order.unwrap_or("nothing")).await,
        _ = stop.recv() => println!("stopped"),
    }
}

#[tokio::main]
async fn main() {
    let (sender, orders) = unbounded_channel();
    let (_stopper, stop) = unbounded_channel();
    sender.send("soup").expect("`next` will receive it");
    let _ = tokio::spawn(next(orders, stop)).await;
}
