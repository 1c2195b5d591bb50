//! Tokio's four channels, mpsc, oneshot, broadcast and watch, and what each is for.
//!
//! Article A praises Crossbeam's channels between threads. A task must not wait on one of those,
//! because that blocks its thread. With Tokio's channels a task waits by `.await`.
//!
//! Run: `cargo run -p examples-tokio -- async_channels`
//! Paste: `cargo add tokio --features macros,rt,sync`

use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task;

/// How many dishes a waiter orders, and the way back for the answer.
type Order = (u32, oneshot::Sender<u32>);

/// **mpsc** and **oneshot**: many senders and one receiver; each message brings along the channel
/// for its answer. Returns the cook's answers to three waiters, in minutes.
pub async fn orders() -> (u32, u32, u32) {
    // Room for two orders. A waiter who finds none waits in `send`: that is backpressure.
    let (to_cook, mut orders) = mpsc::channel::<Order>(2);
    task::spawn(async move {
        // Ends when the last sender is dropped.
        while let Some((dishes, answer)) = orders.recv().await {
            let _ = answer.send(4 * dishes); // The waiter may have left.
        }
    });
    tokio::join!(order(&to_cook, 1), order(&to_cook, 2), order(&to_cook, 3))
}

async fn order(to_cook: &mpsc::Sender<Order>, dishes: u32) -> u32 {
    let (answer, minutes) = oneshot::channel();
    to_cook.send((dishes, answer)).await.expect("the cook stays while there is a sender");
    minutes.await.expect("the cook answers every order")
}

/// **broadcast**: every subscriber receives each message, but only the latest few are kept. Returns
/// what a subscriber hears that listens all the time, and one that listens when all has been said.
pub async fn announcements() -> (Vec<String>, Vec<String>) {
    // Two messages are kept. The sender never waits, so there is no backpressure: a receiver that
    // is too far behind loses messages, and learns how many.
    let (speaker, mut attentive) = broadcast::channel(2);
    let mut dozing = speaker.subscribe();
    let (mut heard, mut heard_late) = (Vec::new(), Vec::new());
    for text in ["salt is out", "salt is in", "table 4 is free", "we close"] {
        speaker.send(text).expect("two receivers subscribed");
        heard.push(attentive.recv().await.expect("this receiver is not behind").to_string());
    }
    drop(speaker);
    loop {
        match dozing.recv().await {
            Ok(text) => heard_late.push(text.to_string()),
            Err(RecvError::Lagged(missed)) => heard_late.push(format!("(missed {missed})")),
            Err(RecvError::Closed) => return (heard, heard_late),
        }
    }
}

/// **watch**: one value that changes. A receiver sees the latest value and none before it. Returns
/// what a guest sees who looks three times while the board is rewritten four times.
pub async fn board() -> Vec<&'static str> {
    let (board, mut guest) = watch::channel("tomato soup");
    let mut seen = vec![*guest.borrow_and_update()];
    for changes in [["pea soup", "onion soup"], ["no soup left", "pancakes"]] {
        for text in changes {
            board.send(text).expect("the guest is here");
        }
        guest.changed().await.expect("the board is here"); // There is a value not seen yet.
        seen.push(*guest.borrow_and_update());
    }
    seen
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("mpsc and oneshot: minutes to wait for 1, 2, 3 dishes: {:?}", orders().await);
    let (attentive, dozing) = announcements().await;
    println!("broadcast: the attentive waiter heard {attentive:?}");
    println!("broadcast: the dozing waiter heard {dozing:?}");
    println!("watch: a guest who looked up now and then saw {:?}", board().await);
}
