//! A task waits for one of two channels of Crossbeam's, and awaits something in an arm.
//! Paste: `cargo add crossbeam && cargo add tokio --features macros,rt-multi-thread`

use crossbeam::channel::{Receiver, unbounded};
use crossbeam::select;

async fn serve(order: &str) {
    tokio::task::yield_now().await; // Stands for a request.
    println!("served {order}");
}

async fn next(orders: Receiver<&'static str>, stop: Receiver<()>) {
    select! {
        recv(orders) -> order => serve(order.unwrap_or("nothing")).await,
        recv(stop) -> _ => println!("stopped"),
    }
}

#[tokio::main]
async fn main() {
    let (sender, orders) = unbounded();
    let (_stopper, stop) = unbounded();
    sender.send("soup").expect("`next` will receive it");
    //~ error: future cannot be sent between threads safely
    let _ = tokio::spawn(next(orders, stop)).await;
}
