// Refused: one_after_another

use std::pin::Pin;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let answer = near.await;
    if answer.is_empty() { far.await } else { answer }
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
