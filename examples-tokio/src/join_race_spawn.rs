//! One of two futures fails: what `join!`, `select!` and `spawn` do with the other.
//!
//! Beyond the articles, which join everything. There is no bread, and the cheese takes longer. It is
//! served, or given up: its future is dropped halfway.
//!
//! Run: `cargo run -p examples-tokio -- join_race_spawn`
//! Paste: `cargo add tokio --features macros,rt,sync`

use tokio::sync::oneshot::{self, Receiver, Sender, error::TryRecvError};
use tokio::task::{self, JoinSet};
use tokio::{join, select, try_join};

type Answer = Result<&'static str, &'static str>;

/// Fails soon.
async fn bread() -> Answer {
    task::yield_now().await;
    Err("no bread")
}

/// Takes longer. If it is dropped before it is done, so is `served`, and the receiver sees that.
async fn cheese(served: Sender<()>) -> Answer {
    for _ in 0..1_000 {
        task::yield_now().await;
    }
    let _ = served.send(());
    Ok("cheese")
}

/// Orders both in one of five ways. Returns what the caller gets.
pub async fn order(way: &str, served: Sender<()>) -> String {
    match way {
        "join!" => format!("{:?}", join!(bread(), cheese(served))),
        "try_join!" => format!("{:?}", try_join!(bread(), cheese(served))),
        "select!" => format!("{:?}", select!(it = bread() => it, it = cheese(served) => it)),
        "spawn" => {
            task::spawn(cheese(served)); // Drops the handle, and the task goes on.
            format!("{:?}", bread().await)
        }
        "JoinSet" => {
            let mut set = JoinSet::from_iter([bread()]);
            set.spawn(cheese(served));
            format!("{:?}", set.join_next().await) // Then drops the set, which aborts the rest.
        }
        _ => unreachable!("there is no other way"),
    }
}

/// Returns what has become of the cheese, or what will.
pub async fn fate(mut served: Receiver<()>) -> &'static str {
    match served.try_recv() {
        Ok(()) => "served",
        Err(TryRecvError::Closed) => "given up",
        Err(TryRecvError::Empty) => served.await.map_or("given up later", |()| "served later"),
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    for way in ["join!", "try_join!", "select!", "spawn", "JoinSet"] {
        let (tell, served) = oneshot::channel();
        println!("{way}: {}; cheese: {}", order(way, tell).await, fate(served).await);
    }
}
