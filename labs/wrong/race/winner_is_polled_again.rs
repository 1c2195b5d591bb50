// Refused: done_twice

// It finds out who has won, and awaits the winner once more.

use std::pin::Pin;

use smol::future::or;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(mut near: Request, mut far: Request) -> String {
    let near_won = or(
        async {
            (&mut near).await;
            true
        },
        async {
            (&mut far).await;
            false
        },
    )
    .await;
    if near_won { near.await } else { far.await }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
