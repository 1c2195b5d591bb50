//! Two mirrors are asked, the first answer wins, and the loser is dropped in mid-wait.
//!
//! Article B, "Smol", waits for both of its tasks. This listing waits for one of two: the other
//! future is dropped where it stands, and whatever it holds is dropped with it. A time limit is the
//! same thing, with a timer for the second runner.
//!
//! Run: `cargo run -p examples-smol -- race`
//! Paste: `cargo add smol`

use std::time::Duration;

use smol::{Timer, future};

const SOON: Duration = Duration::from_millis(20);
const HOUR: Duration = Duration::from_secs(3600);

pub fn main() {
    smol::block_on(async {
        // Unlike the two tasks of `join_two`, these are plain futures: nothing runs before `or`
        // polls them, both within this task, so they could borrow from it.
        let answer = future::or(ask("near", SOON), ask("far", HOUR)).await;
        println!("answer from the {answer} mirror");

        match within(SOON, ask("far", HOUR)).await {
            Some(answer) => println!("answer from the {answer} mirror"),
            None => println!("no answer in time"),
        }
    });
}

/// The result of the future, or `None` if the limit comes first; then the future is dropped.
///
/// When both are ready at once, the result counts: `or` looks at its first future first. Its twin
/// `race` tosses a coin.
pub async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let late = async {
        Timer::after(limit).await;
        None
    };
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

/// A request under way.
struct Request<'a> {
    mirror: &'a str,
    answered: bool,
}

impl Drop for Request<'_> {
    fn drop(&mut self) {
        // Runs for the winner too. For the loser it is all that still runs: of the code after its
        // `await`, nothing.
        if !self.answered {
            println!("{}: given up", self.mirror);
        }
    }
}
