// Refused: waits_for_both

use std::pin::Pin;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let near = smol::spawn(near);
    let far = smol::spawn(far);
    let answer = near.await;
    drop(far);
    answer
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
