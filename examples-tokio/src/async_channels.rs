//! Four kinds of channel between tasks, mpsc, oneshot, broadcast, watch: which is for what.
//!
//! Article A praises Crossbeam's channels between threads. A task must not block on one of those:
//! it would stop its thread. In Tokio's, whoever waits is a future.
//!
//! Run: `cargo run -p examples-tokio -- async_channels`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task;

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("mpsc and oneshot: minutes to wait for 1, 2, 3 dishes: {:?}", orders().await);
    let (attentive, dozing) = announcements().await;
    println!("broadcast: the attentive waiter heard {attentive:?}");
    println!("broadcast: the dozing waiter heard {dozing:?}");
    println!("watch: guests who looked up now and then saw {:?}", board().await);
}

/// An order, with the way back for its answer.
struct Order {
    dishes: u32,
    minutes: oneshot::Sender<u32>,
}

/// **mpsc**: each message reaches the one receiver; many may send. **oneshot**: a single value,
/// most often the answer to a message. Three waiters order from one cook; gives each waiter's
/// answer, `None` if the cook went without one.
///
/// # Panics
/// If no Tokio runtime runs it.
pub async fn orders() -> Vec<Option<u32>> {
    // Two places: a waiter who finds none waits in `send`, which is back-pressure.
    let (to_cook, mut orders) = mpsc::channel(2);
    task::spawn(async move {
        // The kitchen closes when the last sender is gone.
        while let Some(Order { dishes, minutes }) = orders.recv().await {
            let _ = minutes.send(4 * dishes); // The waiter may have given up.
        }
    });
    let waiters = [1, 2, 3].map(|dishes| {
        let to_cook = to_cook.clone();
        task::spawn(async move {
            let (minutes, answer) = oneshot::channel();
            to_cook.send(Order { dishes, minutes }).await.ok()?;
            answer.await.ok() // An error if the cook drops the sender without an answer.
        })
    });
    drop(to_cook);
    let mut answers = Vec::new();
    for waiter in waiters {
        answers.push(waiter.await.expect("no waiter panics"));
    }
    answers
}

/// **broadcast**: each message reaches every subscriber, but only the latest few are kept. Gives
/// what a subscriber hears who listens all the time, and one who listens when all has been said.
pub async fn announcements() -> (Vec<String>, Vec<String>) {
    // Two are kept for those who are behind. The sender never waits, so there is no back-pressure:
    // who is too far behind loses messages, and is told how many.
    let (speaker, mut attentive) = broadcast::channel(2);
    let mut dozing = speaker.subscribe();
    let mut heard = Vec::new();
    for text in ["salt is out", "table 4 is free", "salt is in", "table 4 is taken", "we close"] {
        speaker.send(text).expect("two are subscribed");
        heard.push(attentive.recv().await.expect("it is not behind").to_string());
    }
    drop(speaker);

    let mut heard_late = Vec::new();
    loop {
        match dozing.recv().await {
            Ok(text) => heard_late.push(text.to_string()),
            Err(RecvError::Lagged(missed)) => heard_late.push(format!("(missed {missed})")),
            Err(RecvError::Closed) => return (heard, heard_late),
        }
    }
}

/// **watch**: one value that changes; whoever looks sees the latest, and what was before is gone.
/// Gives what a guest sees who looks three times while the board is written anew four times.
pub async fn board() -> Vec<&'static str> {
    let (board, mut guest) = watch::channel("tomato soup");
    let mut seen = vec![*guest.borrow_and_update()];
    for changes in [["pea soup", "onion soup"], ["no soup left", "pancakes"]] {
        for text in changes {
            board.send(text).expect("the guest is here");
        }
        // Waits for a value that this receiver has not seen, and here there is one.
        guest.changed().await.expect("the board is here");
        seen.push(*guest.borrow_and_update());
    }
    seen
}
