//! Two mirrors are asked, the first answer wins, and the loser is dropped while it waits.
//!
//! Article B, "Smol", waits for both of its tasks. A time limit is the same race, against a timer.
//!
//! Run: `cargo run -p examples-smol -- race`
//! Paste: `cargo add smol`

use std::time::Duration;

use smol::{Timer, future};

/// Returns the future's result, or `None` if the limit comes first; then the future is dropped.
pub async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let late = async {
        Timer::after(limit).await;
        None
    };
    // If both are ready, the result counts: `or` polls its first future first, `race` either.
    future::or(async { Some(future.await) }, late).await
}

async fn ask(mirror: &str, takes: Duration) -> &str {
    let mut request = Request { mirror, answered: false };
    println!("{mirror}: asked");
    Timer::after(takes).await;
    request.answered = true;
    println!("{mirror}: answered");
    mirror
}

struct Request<'a> {
    mirror: &'a str,
    answered: bool,
}

impl Drop for Request<'_> {
    fn drop(&mut self) {
        // Of the loser, only this still runs, and nothing after its `await`.
        if !self.answered {
            println!("{}: given up", self.mirror);
        }
    }
}

pub fn main() {
    const SOON: Duration = Duration::from_millis(20);
    const HOUR: Duration = Duration::from_secs(3600);

    smol::block_on(async {
        // Plain futures, unlike the tasks of `join_two`: nothing runs before `or` polls them. Both
        // run within this task, so they could borrow from it.
        let answer = future::or(ask("near", SOON), ask("far", HOUR)).await;
        println!("answer from the {answer} mirror");

        match within(SOON, ask("far", HOUR)).await {
            Some(answer) => println!("answer from the {answer} mirror"),
            None => println!("no answer in time"),
        }
    });
}
