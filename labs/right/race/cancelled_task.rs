// The loser is cancelled, and `first` waits until it is gone.

use std::pin::Pin;

use smol::future;

type Request = Pin<Box<dyn Future<Output = String> + Send>>;

async fn first(near: Request, far: Request) -> String {
    let mut near = smol::spawn(near);
    let mut far = smol::spawn(far);
    let answer = future::or(&mut near, &mut far).await;
    near.cancel().await;
    far.cancel().await;
    answer
}

fn main() {}

labs::exercise! {
    #[test]
    fn race(first);
}
