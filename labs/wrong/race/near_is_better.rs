// Refused: wrong_result

// When the far answer has come, it asks the near one once more.

use std::pin::Pin;

use smol::future::{or, poll_once};

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(mut near: Request, mut far: Request) -> String {
    let (answer, is_near) = or(async { ((&mut near).await, true) }, async { ((&mut far).await, false) }).await;
    let better = if is_near { None } else { poll_once(&mut near).await };
    better.unwrap_or(answer)
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
